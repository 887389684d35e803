import { describe, expect, it } from '@jest/globals';
import twilio from 'twilio';

import { signatureOf } from './signature.js';

describe('The signature of a webhook', () => {
  it('is the documented one', () => {
    const parameters = {
      ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234' },
      ...{ From: '+14158675309', To: '+18005551212' },
    };
    expect(signatureOf('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', parameters)).toBe(
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    );
  });

  it.each([
    ['https://311.example.gov/webhooks/sms', { Body: 'Élm & Main 🕳️', From: '+19195550101' }],
    ['http://localhost:3110/webhooks/sms?entry=%2B1', { b: ' 2 ', B: '1\r\n', a: '' }],
    ['https://311.example.gov/webhooks/sms', {}],
  ])('is what the library of the provider finds right, for %s', (url, parameters) => {
    const signature = signatureOf('secret', url, parameters);
    expect(twilio.validateRequest('secret', signature, url, parameters)).toBe(true);
    expect(twilio.validateRequest('secret', signature, `${url}/`, parameters)).toBe(false);
    const changed = { ...parameters, Body: 'Another' };
    expect(twilio.validateRequest('secret', signature, url, changed)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';

import { optOutTypeOf } from './opt-out-words.js';

describe('A word that the phone company hears', () => {
  it.each([
    ['STOP', 'STOP'],
    [' stop\n', 'STOP'],
    ['Unsubscribe', 'STOP'],
    ['REVOKE', 'STOP'],
    ['OptOut', 'STOP'],
    ['unstop', 'START'],
    ['START', 'START'],
    ['info', 'HELP'],
  ])('is %j: %s', (body, type) => {
    expect(optOutTypeOf(body, false)).toBe(type);
  });

  it.each(['', 'stop please', 'Please stop texting me', 'end of my street', 'ALTO', 'STOP.'])(
    'is not %j: only the word alone counts',
    (body) => {
      expect(optOutTypeOf(body, true)).toBeNull();
    },
  );

  it('is YES for one who has opted out only', () => {
    expect(optOutTypeOf('yes', false)).toBeNull();
    expect(optOutTypeOf('yes', true)).toBe('START');
  });
});

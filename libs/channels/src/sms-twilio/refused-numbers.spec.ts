import { expect, it } from '@jest/globals';

import { channelDelivery, channelTools } from '../../../../test/support/channel-tools.js';
import { definition } from './definition.js';

const account = {
  ...{ accountSid: `AC${'0a1b2c3d'.repeat(4)}`, authTokens: ['f00dbabe'.repeat(4)] },
  // Nobody listens there: an attempt would end as transient.
  ...{ number: '+19195550100', apiBaseUrl: 'http://127.0.0.1:2' },
};
const adapter = definition.create(definition.settings.parse(account), channelTools());

it.each(['+18765550101', '+447400123456', '+19005551212'])(
  'Nothing is asked of the provider for %s, and staff have no such address',
  async (channelRef) => {
    const delivery = channelDelivery({ channelRef, kind: 'reply' });
    const outcome = await adapter.send(delivery, new AbortController().signal);
    expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'rejected' } });
    const recipient = { kind: 'phone', address: channelRef, name: null };
    expect(adapter.addressTo?.(recipient, '')).toBeNull();
  },
);

it('A number of the United States is tried', async () => {
  const delivery = channelDelivery({ channelRef: '+19195550111', kind: 'reply' });
  const outcome = await adapter.send(delivery, new AbortController().signal);
  expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
  const recipient = { kind: 'phone', address: '+19195550111', name: null };
  expect(adapter.addressTo?.(recipient, '')).toBe('+19195550111');
});

it('A number that a person typed is the one that messages carry, and is refused with what to write', () => {
  for (const address of ['919-555-0111', '(919) 555-0111', '+1 919 555 0111', '+19195550111']) {
    const typed = { kind: 'phone', address };
    expect(definition.readAddress?.(typed)).toEqual({ kind: 'written', address: '+19195550111' });
    expect(adapter.addressTo?.({ ...typed, name: null }, '')).toBe('+19195550111');
  }
  for (const address of ['555-0111', '12', 'Bo Lee', '919-555-0111 x7', 'Bo 919-555-0111']) {
    const faulty = { kind: 'faulty', message: expect.stringContaining('as 919-555-0142') };
    expect(definition.readAddress?.({ kind: 'phone', address })).toEqual(faulty);
  }
  expect(definition.readAddress?.({ kind: 'email', address: 'bo@town.example' })).toBeNull();
});

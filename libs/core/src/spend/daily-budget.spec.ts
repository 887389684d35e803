import { afterEach, describe, expect, it } from '@jest/globals';

import { fakeAccountId, fakeCapabilities } from '../../../../test/support/fakes/fake-channel.js';
import { enqueue } from '../../../../test/support/fakes/fake-delivery.js';
import { delivering, stopDelivering, until } from '../../../../test/support/fakes/held-delivery.js';
import type { OutboundKind } from '../channel/delivery.js';
import { DAY, instantFromIso } from '../time/instant.js';
import { type Billing, costOf } from './billing.js';
import { dayOf } from './daily-budget.js';

afterEach(stopDelivering);

/** A cent a part, ten cents a day. */
const billing: Billing = { microsPerPart: 10_000, currency: 'USD', dailyCapMicros: 100_000 };
const capabilities = {
  ...fakeCapabilities,
  textLimit: { max: 10, unit: 'sms-segments' },
} as const;
const pacing = { slots: 50, perMinute: null, sendTimeoutMs: 20_000 };

async function sent(
  kinds: readonly OutboundKind[],
  made = delivering({ billing, capabilities, pacing }),
) {
  const { town, provider, loop } = made;
  for (const kind of kinds) await enqueue(town, { kind, body: 'Short.' });
  loop.wake();
  const rests = () =>
    town.database.outbox.all().every(({ state }) => state === 'sent' || state === 'failed');
  await until(() => {
    provider.answer();
    return rests();
  });
  return made;
}

const times = (count: number, kind: OutboundKind) => Array.from({ length: count }, () => kind);
const statesOf = ({ town }: ReturnType<typeof delivering>, wanted: OutboundKind) =>
  town.database.outbox.all().flatMap(({ kind, state }) => (kind === wanted ? [state] : []));

describe('the daily cap of an account', () => {
  it('lets no automatic text leave beyond it, and says why, while a whole batch is under way', async () => {
    const made = await sent(times(30, 'acknowledgement'));
    const states = statesOf(made, 'acknowledgement');
    expect(states.filter((state) => state === 'sent')).toHaveLength(10);
    expect(made.provider.began).toBe(10);
    const failed = made.town.database.outbox.all().find(({ state }) => state === 'failed');
    expect(failed?.reason).toContain('daily cap');
    expect(made.town.database.spends.all()).toMatchObject([{ parts: 10, micros: 100_000 }]);
  });

  it('holds neither what people wrote nor emergencies, and counts them', async () => {
    const made = await sent(times(12, 'reply'));
    await sent(['status', 'acknowledgement', 'reply', 'emergency-page', 'alert'], made);
    expect(statesOf(made, 'reply')).toEqual(times(13, 'reply').map(() => 'sent'));
    expect([statesOf(made, 'emergency-page'), statesOf(made, 'alert')]).toEqual([
      ['sent'],
      ['sent'],
    ]);
    expect([statesOf(made, 'status'), statesOf(made, 'acknowledgement')]).toEqual([
      ['failed'],
      ['failed'],
    ]);
    expect(made.town.database.spends.all()).toMatchObject([
      { channelAccountId: fakeAccountId, parts: 15, micros: 150_000 },
    ]);
  });

  it("begins anew at the town's midnight", async () => {
    const made = await sent(times(11, 'acknowledgement'));
    made.town.clock.advance(DAY);
    await sent(['acknowledgement'], made);
    expect(statesOf(made, 'acknowledgement').at(-1)).toBe('sent');
    expect(made.town.database.spends.all()).toHaveLength(2);
    const zone = 'America/New_York';
    expect(dayOf(zone, instantFromIso('2026-11-17T04:59:59Z'))).toBe('2026-11-16');
    expect(dayOf(zone, instantFromIso('2026-11-17T05:00:00Z'))).toBe('2026-11-17');
  });

  it('counts without a cap, and nothing without a price', async () => {
    const free = await sent(times(12, 'acknowledgement'), delivering({ capabilities, pacing }));
    expect(free.town.database.spends.size).toBe(0);
    const open = { billing: { ...billing, dailyCapMicros: null }, capabilities, pacing };
    const counted = await sent(times(12, 'acknowledgement'), delivering(open));
    expect(counted.town.database.spends.all()).toMatchObject([{ parts: 12 }]);
  });

  it('sends when nobody can tell what the day has cost', async () => {
    const made = delivering({ billing, capabilities, pacing });
    made.town.spend.spentMicros = () => Promise.reject(new Error('The database is away.'));
    await sent(['acknowledgement'], made);
    expect(statesOf(made, 'acknowledgement')).toEqual(['sent']);
    expect(made.failures).toHaveLength(1);
  });
});

describe('the price of a message', () => {
  it('goes by its segments where the channel has some', () => {
    expect(costOf('x'.repeat(161), capabilities, billing)).toEqual({ parts: 2, micros: 20_000 });
    expect(costOf('Baño ✓', capabilities, billing)).toEqual({ parts: 1, micros: 10_000 });
    expect(costOf('', capabilities, billing)).toEqual({ parts: 1, micros: 10_000 });
    expect(costOf('x'.repeat(1_000), fakeCapabilities, billing).parts).toBe(1);
  });
});

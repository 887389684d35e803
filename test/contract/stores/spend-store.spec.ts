import { expect, it } from '@jest/globals';

import type { BlockCount } from '#core/intake/block-cap';
import type { DailySpend } from '#core/spend/billing';
import { HOUR } from '#core/time/instant';

import { claim, put, settlement } from './outbox-samples.js';
import { account, later, newId, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

const day = '2026-11-16';

onAllStores('a spend store', ({ stores }) => {
  it('adds what was sent, with its outcome and once, by account and day', async () => {
    const spend = { channelAccountId: account, day, parts: 2, micros: 22_600 };
    await send(stores(), [spend, spend, { ...spend, day: '2026-11-17' }, null]);
    await send(stores(), [spend]);
    expect(await stores().spend.on(day)).toEqual([{ ...spend, parts: 6, micros: 67_800 }]);
    expect(await stores().spend.spentMicros(account, day)).toBe(67_800);
    expect(await stores().spend.spentMicros(account, '2026-11-17')).toBe(22_600);
    expect(await stores().spend.spentMicros(newId<'ChannelAccount'>(), day)).toBe(0);
    expect(await stores().spend.on('2026-11-15')).toEqual([]);
  });

  it('adds nothing for an outcome that somebody else has written', async () => {
    const spend = { channelAccountId: account, day, parts: 1, micros: 10_000 };
    await put(stores());
    const [delivery] = await stores().outbox.claim(claim());
    const sent = { state: 'sent', attemptOutcome: 'sent', providerId: 'SM1', spend } as const;
    await stores().outbox.settle([settlement(delivery, sent)], 'stranger');
    await stores().outbox.settle([settlement(delivery, sent)], 'one');
    await stores().outbox.settle([settlement(delivery, sent)], 'one');
    expect(await stores().spend.on(day)).toEqual([spend]);
  });

  it('counts to the millionth beyond what 32 bits hold', async () => {
    const spend = { channelAccountId: account, day, parts: 1, micros: 3_000_000_000 };
    await send(stores(), [spend, spend]);
    expect(await stores().spend.spentMicros(account, day)).toBe(6_000_000_000);
  });

  it('counts what blocks of addresses were told, by window of time', async () => {
    const { registrations, spend } = stores();
    const block = 'phone:+19195550';
    const told = { block, windowStartAt: start, acknowledged: 3, withheld: 0 };
    const odd = { ...told, block: 'phone:İ 📱 ' };
    await count(stores(), [told, odd]);
    await count(stores(), [{ ...told, acknowledged: 1, withheld: 4 }]);
    await count(stores(), [{ ...told, windowStartAt: later(HOUR), withheld: 1 }]);
    const found = await registrations.transaction((transaction) =>
      transaction.findBlocks([block, 'phone:+19195551', odd.block], start),
    );
    expect(found.toSorted((one, other) => one.acknowledged - other.acknowledged)).toEqual([
      odd,
      { ...told, acknowledged: 4, withheld: 4 },
    ]);
    expect(await spend.withheldBlocks(later(1))).toMatchObject([{ withheld: 1 }]);
    expect(await spend.withheldBlocks(start)).toMatchObject([{ withheld: 4 }, { withheld: 1 }]);
  });
});

/** One message sent for each; null where nothing is counted. */
async function send(stores: OpenStores, spends: readonly (DailySpend | null)[]): Promise<void> {
  for (let left = spends.length; left > 0; left -= 1) await put(stores);
  const claimed = await stores.outbox.claim(claim());
  const settlements = claimed.map((delivery, index) => {
    const spend = spends[index] ?? null;
    return settlement(delivery, {
      ...{ state: 'sent', attemptOutcome: 'sent', providerId: delivery.entryId },
      ...(spend !== null && { spend }),
    });
  });
  await stores.outbox.settle(settlements, 'one');
}

function count({ registrations }: OpenStores, rows: readonly BlockCount[]): Promise<void> {
  return registrations.transaction((transaction) => transaction.countBlocks(rows));
}

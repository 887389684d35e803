import { describe, expect, it } from '@jest/globals';

import { fakeAccount, fakeAccountId } from '../../../../test/support/fakes/fake-channel.js';
import { addSpend } from '../../../../test/support/fakes/memory-spend-store.js';
import { PagingTown } from '../../../../test/support/fakes/paging-town.js';
import { DAY, HOUR, type Instant } from '../time/instant.js';
import { moneyText } from './spend-news.js';
import { watchLimits } from './watch-limits.js';

const EVENING = '2026-11-17T01:00:00Z';
const today = { channelAccountId: fakeAccountId, day: '2026-11-16', parts: 1 };

function townWithCap(): PagingTown {
  const town = new PagingTown(EVENING);
  town.hire('Zoe', 'administrator');
  town.hire('Ana', 'supervisor');
  const { adapter } = town.accounts.enabled()[0] ?? fakeAccount();
  const billing = { microsPerPart: 10_000, currency: 'USD', dailyCapMicros: 10_000_000 };
  town.accounts.put(fakeAccount({ adapter, billing }));
  return town;
}

const look = (town: PagingTown) =>
  watchLimits({ ...town.sweepPorts, spend: town.spend, alerts: town.alerts }, town.clock.now());
const told = (town: PagingTown) => town.database.alerts.all();

describe('the cap of a day', () => {
  it('is told to administrators before it is reached, once, and once when it is', async () => {
    const town = townWithCap();
    addSpend(town.database, { ...today, micros: 7_990_000 });
    expect((await look(town)).alerts).toBe(0);
    addSpend(town.database, { ...today, micros: 10_000 });
    expect((await look(town)).alerts).toBe(1);
    expect((await look(town)).alerts).toBe(0);
    expect(told(town)).toMatchObject([
      {
        kind: 'spend',
        subject: `account:${fakeAccountId}`,
        title: 'Fake: 80% of its daily cap is spent',
      },
    ]);
    expect(told(town)[0]?.text).toContain('for 8.00 USD today; its daily cap is 10.00 USD');
    addSpend(town.database, { ...today, micros: 3_000_000 });
    expect((await look(town)).alerts).toBe(1);
    expect((await look(town)).alerts).toBe(0);
    expect(told(town).at(-1)?.title).toBe('Fake: its daily cap is reached, automatic texts rest');
    const [entry] = town.database.outbox.all();
    expect(entry).toMatchObject({ kind: 'alert', channelRef: 'to Zoe@town.example' });
  });

  it('is told anew on another day', async () => {
    const town = townWithCap();
    addSpend(town.database, { ...today, micros: 9_000_000 });
    await look(town);
    town.clock.advance(DAY);
    expect(await look(town)).toEqual({ spends: [], alerts: 0 });
    addSpend(town.database, { ...today, day: '2026-11-17', micros: 9_000_000 });
    expect((await look(town)).alerts).toBe(1);
  });
});

describe('a block of numbers that is told nothing more', () => {
  it('is told once a day, with what begins its numbers, and counted silently afterwards', async () => {
    const town = townWithCap();
    const windowStartAt = (town.clock.now() - HOUR) as Instant;
    const count = { acknowledged: 50, withheld: 30 };
    for (const window of [windowStartAt, (windowStartAt - HOUR) as Instant]) {
      town.database.blocks.insert(`a ${String(window)}`, {
        ...{ block: 'phone:+19195550', windowStartAt: window, ...count },
      });
    }
    const other = { block: 'phone:+19195551', windowStartAt, acknowledged: 50, withheld: 0 };
    town.database.blocks.insert('b', other);
    expect((await look(town)).alerts).toBe(1);
    expect((await look(town)).alerts).toBe(0);
    expect(told(town)).toMatchObject([
      {
        kind: 'spend',
        subject: 'town',
        title: 'Many messages from numbers that begin with +19195550',
      },
    ]);
  });
});

describe('An amount', () => {
  it('is shown with its currency, and small ones are not rounded away', () => {
    expect(moneyText(12_500_000, 'USD')).toBe('12.50 USD');
    expect(moneyText(11_300, 'USD')).toBe('0.0113 USD');
  });
});

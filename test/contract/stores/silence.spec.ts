import { expect, it } from '@jest/globals';

import type { LiveAccount } from '#core/account/channel-accounts';
import { defaultTown } from '#core/account/default-town';
import { type CheckpointName, noCheckpoint } from '#core/intake/checkpoint';
import { type FoundSilence, type SilencePorts, watchSilence } from '#core/silence/watch-silence';
import { DAY, HOUR, type Instant, MINUTE } from '#core/time/instant';

import { claim } from './outbox-samples.js';
import { account, audit, envelope, later, newId, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

/** Monday, 16 November 2026, 10:00 in New York: three weeks of twelve messages an opening hour lie behind. */
const WEEKS = 3;
const pager = newId<'ChannelAccount'>();
const signal = new AbortController().signal;
const mailbox = { id: account, code: 'mail', title: 'Town mailbox' };

onAllStores('a watch over silent accounts', ({ stores }) => {
  it('tells once that an account is silent for longer than chance allows', async () => {
    await learnedTown(stores());
    expect(await work(stores(), 0, HOUR)).toEqual([]);
    expect(await take(stores(), later(HOUR))).toEqual([]);
    expect(await work(stores(), HOUR, 2 * HOUR)).toMatchObject([{ account: mailbox, alerts: 1 }]);
    expect(await work(stores(), 2 * HOUR, 8 * HOUR)).toEqual([]);
    const [sent, ...more] = await take(stores(), later(8 * HOUR));
    expect(more).toEqual([]);
    expect(sent?.text).toContain('Monday 16 November, 9:55 am');
    expect(sent?.text).toContain('townline channel check mail');
    const { accounts } = await stores().arrivals.read();
    expect(accounts).toMatchObject([{ silentFromAt: later(-5 * MINUTE) }]);
  });

  it('tells once however many workers look at the same moment', async () => {
    await learnedTown(stores());
    await work(stores(), 0, 2 * HOUR, { expecting: () => [] });
    await stores().arrivals.watchFrom([account], start);
    const ports = () => portsOf(stores(), later(2 * HOUR));
    const looks = await Promise.all([1, 2, 3].map(() => watchSilence(ports(), signal)));
    const alarms = looks.flatMap(({ found }) => found).filter(({ alerts }) => alerts !== null);
    expect(alarms).toHaveLength(1);
    expect(await take(stores(), later(2 * HOUR))).toHaveLength(1);
  });

  it.each<CheckpointName>(['silence:counted', 'silence:alarmed'])(
    'tells once when a worker dies at %s',
    async (step) => {
      await learnedTown(stores());
      await work(stores(), 0, HOUR);
      const checkpoint = (name: CheckpointName) => {
        if (name === step) throw new Error('It dies here.');
      };
      const dying = work(stores(), HOUR, 2 * HOUR, { checkpoint });
      await expect(dying).rejects.toThrow('It dies here.');
      await work(stores(), 2 * HOUR, 4 * HOUR);
      expect(await take(stores(), later(4 * HOUR))).toHaveLength(1);
    },
  );

  it('ends with the next arrival, and tells of the next silence anew', async () => {
    await learnedTown(stores());
    await work(stores(), 0, 2 * HOUR);
    await receive(stores(), [later(2 * HOUR + MINUTE)]);
    await work(stores(), 2 * HOUR, 3 * HOUR);
    expect((await stores().arrivals.read()).accounts).toMatchObject([{ silentFromAt: null }]);
    expect(await work(stores(), 3 * HOUR, 5 * HOUR)).toMatchObject([{ alerts: 1 }]);
    expect(await take(stores(), later(5 * HOUR))).toHaveLength(2);
  });

  it('is not alarmed by a night', async () => {
    await learnedTown(stores());
    const untilSeven = Array.from({ length: 108 }, (_, index) => later(index * 5 * MINUTE));
    await receive(stores(), untilSeven);
    expect(await work(stores(), 0, 21 * HOUR)).toEqual([]);
  });

  it('judges nothing before it has learned for two weeks', async () => {
    await addAdministrator(stores());
    await receive(stores(), history(1));
    expect(await work(stores(), 0, 8 * HOUR)).toEqual([]);
  });

  it('holds the time in which an account was switched off against nobody', async () => {
    await learnedTown(stores());
    expect(await work(stores(), 0, 3 * HOUR, { expecting: () => [] })).toEqual([]);
    expect(await work(stores(), 3 * HOUR, 4 * HOUR)).toEqual([]);
    expect(await work(stores(), 4 * HOUR, 6 * HOUR)).toMatchObject([{ alerts: 1 }]);
  });

  it('holds an outage of the town itself against nobody', async () => {
    await learnedTown(stores());
    expect(await work(stores(), 5 * HOUR, 5.5 * HOUR)).toEqual([]);
    expect(await work(stores(), 5.5 * HOUR, 8 * HOUR)).toMatchObject([{ alerts: 1 }]);
  });

  it('records a silence of which nobody can be told', async () => {
    await receive(stores(), history(WEEKS));
    await work(stores(), -HOUR, 0);
    expect(await work(stores(), 0, 2 * HOUR)).toMatchObject([{ alerts: 0 }]);
    expect((await stores().arrivals.read()).accounts).not.toMatchObject([{ silentFromAt: null }]);
  });
});

async function learnedTown(stores: OpenStores): Promise<void> {
  await addAdministrator(stores);
  await receive(stores, history(WEEKS));
  await work(stores, -HOUR, 0);
}

/** Every five minutes of the opening hours, up to five minutes before the stop. */
function history(weeks: number): readonly Instant[] {
  const calendar = defaultTown.policy.calendars.get('default');
  const moments = Array.from({ length: weeks * 7 * 24 * 12 }, (_, index) =>
    later(-(index + 1) * 5 * MINUTE),
  );
  return moments.reverse().filter((at) => calendar?.isOpen(at) === true);
}

/** The rounds of a worker, one in ten minutes. @returns the alarms that they raised. */
async function work(
  stores: OpenStores,
  from: number,
  to: number,
  changes: Partial<SilencePorts> = {},
): Promise<readonly FoundSilence[]> {
  const alarms: FoundSilence[] = [];
  for (let at = from; at <= to; at += 10 * MINUTE) {
    const ports = { ...portsOf(stores, later(at)), ...changes };
    const { found } = await watchSilence(ports, signal);
    alarms.push(...found.filter(({ alerts }) => alerts !== null));
  }
  return alarms;
}

function portsOf({ arrivals, alerts }: OpenStores, now: Instant): SilencePorts {
  const rules = { learnForMs: 14 * DAY, onceInMs: 365 * DAY, expectedAtLeast: 7 };
  return {
    ...{ arrivals, alerts, newId, checkpoint: noCheckpoint },
    clock: { now: () => now },
    town: () => defaultTown,
    accounts: { enabled: () => [pagerAccount()] },
    tellableAt: (at) => at,
    expecting: () => [mailbox],
    rules: { ...rules, shortestMs: 10 * MINUTE },
    settleMs: 2 * MINUTE,
    learned: new Map(),
  };
}

function pagerAccount(): LiveAccount {
  const addressTo = ({ address }: { readonly address: string }) => `pager:${address}`;
  return { id: pager, adapter: { addressTo } } as unknown as LiveAccount;
}

async function addAdministrator({ staff: members }: OpenStores): Promise<void> {
  const id = newId<'Staff'>();
  const member = { id, name: 'Dana', role: 'administrator', createdAt: start } as const;
  await members.add(member, audit(`staff:${id}`));
  const address = { staffId: id, kind: 'email', address: 'dana@fairmill.example' };
  await members.addAddress(address, start, audit(`staff:${id}`));
}

async function receive({ envelopes }: OpenStores, moments: readonly Instant[]): Promise<void> {
  for (let from = 0; from < moments.length; from += 100) {
    const rows = moments
      .slice(from, from + 100)
      .map((receivedAt) => envelope(`at ${String(receivedAt)}`, { receivedAt }));
    await envelopes.insert(rows);
  }
}

function take(stores: OpenStores, now: Instant) {
  return stores.outbox.claim(claim({ accountId: pager, now, slots: 20 }));
}

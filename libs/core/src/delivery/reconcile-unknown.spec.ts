import { describe, expect, it } from '@jest/globals';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import {
  fakeAccount,
  fakeAccountId,
  fakeAdapter,
} from '../../../../test/support/fakes/fake-channel.js';
import { enqueue, fakeDelivery } from '../../../../test/support/fakes/fake-delivery.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { defaultPacing } from '../account/channel-accounts.js';
import type { SentLookup } from '../channel/delivery.js';
import { addMilliseconds, DAY, instantFromIso, MINUTE } from '../time/instant.js';
import type { UnknownDelivery } from './outbox.js';
import { type LookedUp, reconcileUnknown, reconciliationOf } from './reconcile-unknown.js';
import { defaultDeliverySchedule as schedule } from './schedule.js';

const now = instantFromIso('2026-11-16T15:00:00Z');
const never = new AbortController().signal;

function unknown(changes: Partial<UnknownDelivery> = {}): UnknownDelivery {
  return { ...fakeDelivery(now), absentSince: null, automaticResends: 0, ...changes };
}

const absent = { kind: 'absent', isProof: true } as const;
const dayAgo = addMilliseconds(now, -DAY);
const minuteAgo = addMilliseconds(now, -schedule.lookAgainMs);
const justNow = addMilliseconds(now, -schedule.lookAgainMs + 1);
const later = addMilliseconds(now, schedule.lookAgainMs);

describe('what the provider’s list means', () => {
  it.each<[string, UnknownDelivery, LookedUp, object]>([
    ['absent for the first time', unknown(), absent, { absentSince: now, reconcileAt: later }],
    [
      'absent again too soon',
      unknown({ absentSince: justNow }),
      absent,
      { absentSince: justNow, reconcileAt: later },
    ],
    [
      'absent again a minute later',
      unknown({ absentSince: minuteAgo }),
      absent,
      { kind: 'resend', dueAt: now },
    ],
    [
      'absent again where the list may lag',
      unknown({ absentSince: minuteAgo }),
      { ...absent, isProof: false },
      { kind: 'look-again', absentSince: minuteAgo, reconcileAt: later },
    ],
    [
      'absent for a day where the list may lag',
      unknown({ absentSince: dayAgo }),
      { ...absent, isProof: false },
      { kind: 'look-again', absentSince: dayAgo, reconcileAt: null },
    ],
    [
      'absent again after it was sent again once',
      unknown({ absentSince: minuteAgo, automaticResends: 1 }),
      absent,
      { kind: 'look-again', reconcileAt: null },
    ],
    [
      'absent again after several resends at a provider that drops repeats',
      unknown({ absentSince: minuteAgo, automaticResends: 3 }),
      { ...absent, repeatsAreDropped: true },
      { kind: 'resend', dueAt: now },
    ],
    [
      'unavailable',
      unknown({ absentSince: minuteAgo }),
      { kind: 'unavailable', reason: '503' },
      { kind: 'look-again', absentSince: minuteAgo, reconcileAt: later },
    ],
    [
      'impossible to read',
      unknown(),
      'impossible',
      { kind: 'look-again', absentSince: null, reconcileAt: null },
    ],
  ])('when it is %s', (_what, delivery, lookup, expected) => {
    const { entryId, attempt } = delivery;
    const reconciliation = reconciliationOf(delivery, lookup, now, schedule);
    expect(reconciliation).toMatchObject({ entryId, attempt, ...expected });
  });

  it('when it is found: sent, and the clocks of the request are met', () => {
    const found = { kind: 'found', providerId: 'sms-7' } as const;
    const delivery = unknown({ absentSince: minuteAgo, automaticResends: 1 });
    expect(reconciliationOf(delivery, found, now, schedule)).toMatchObject({
      kind: 'settled',
      settlement: { state: 'sent', providerId: 'sms-7', meets: { requestId: delivery.requestId } },
    });
  });
});

describe('the sweep over unknown outcomes', () => {
  async function lostSend(lookups: (SentLookup | Error)[]) {
    const adapter = fakeAdapter();
    const asked: SentLookup[] = [];
    const findSent = async () => {
      const next = lookups.shift() ?? absent;
      await Promise.resolve();
      if (next instanceof Error) throw next;
      asked.push(next);
      return next;
    };
    const town = new MemoryTown(
      new FakeAccounts(fakeAccount({ adapter: { ...adapter, findSent } })),
    );
    const entryId = await enqueue(town);
    const claim = { accountId: fakeAccountId, owner: 'gone', slots: 1, pacing: defaultPacing };
    const at = town.clock.now();
    await town.outbox.claim({
      ...claim,
      now: at,
      leaseUntil: addMilliseconds(at, schedule.leaseMs),
    });
    const sweep = () => reconcileUnknown({ ...town.reconcilePorts, schedule }, never);
    const row = () => town.database.outbox.get(entryId);
    return { town, sweep, row, asked };
  }

  it('leaves a send under way alone until its lease has run out', async () => {
    const { town, sweep, row } = await lostSend([]);
    town.clock.advance(schedule.leaseMs);
    await sweep();
    expect(row()?.state).toBe('sending');
    town.clock.advance(1);
    await sweep();
    expect(row()).toMatchObject({ state: 'unknown', owner: null });
  });

  it('looks after the settling time, twice a minute apart, and then sends again', async () => {
    const { town, sweep, row, asked } = await lostSend([absent, absent]);
    town.clock.advance(schedule.leaseMs + 1);
    await sweep();
    expect(asked).toHaveLength(0);
    town.clock.advance(schedule.settlingMs);
    await sweep();
    expect([asked.length, row()?.state]).toEqual([1, 'unknown']);
    town.clock.advance(schedule.lookAgainMs);
    await sweep();
    expect(row()).toMatchObject({ state: 'waiting', automaticResends: 1 });
  });

  it('believes the list that has it', async () => {
    const { town, sweep, row } = await lostSend([absent, { kind: 'found', providerId: 'sms-9' }]);
    town.clock.advance(schedule.leaseMs + 1);
    for (let round = 0; round < 3; round += 1) {
      await sweep();
      town.clock.advance(schedule.settlingMs);
    }
    expect(row()).toMatchObject({ state: 'sent', providerId: 'sms-9' });
    expect(town.database.attempts.all()).toMatchObject([{ outcome: 'sent' }]);
  });

  it('takes each of several equal messages for one entry only', async () => {
    const found = { kind: 'found', providerId: 'sms-1', others: ['sms-2'] } as const;
    const { town, sweep } = await lostSend([found, found, found, found]);
    const now = town.clock.now();
    await enqueue(town);
    await enqueue(town);
    const claim = { accountId: fakeAccountId, owner: 'gone', slots: 2, pacing: defaultPacing };
    await town.outbox.claim({ ...claim, now, leaseUntil: addMilliseconds(now, schedule.leaseMs) });
    town.clock.advance(schedule.leaseMs + 1);
    await sweep();
    town.clock.advance(schedule.settlingMs);
    await sweep();
    const rows = town.database.outbox.all();
    const sent = rows.flatMap(({ state, providerId }) => (state === 'sent' ? [providerId] : []));
    expect(sent.toSorted()).toEqual(['sms-1', 'sms-2']);
    expect(rows.find(({ state }) => state === 'unknown')?.absentSince).not.toBeNull();
  });

  it('draws no conclusion from a lookup that fails, however often', async () => {
    const broken = Array.from({ length: 10 }, () => new Error('ECONNRESET'));
    const { town, sweep, row } = await lostSend(broken);
    for (let round = 0; round < 10; round += 1) {
      town.clock.advance(schedule.leaseMs + 1);
      await sweep();
    }
    expect(row()).toMatchObject({ state: 'unknown', absentSince: null });
  });

  it('leaves to a person what a channel without a list, or a broken account, cannot tell', async () => {
    for (const breakIt of [
      (town: MemoryTown) => town.accounts.put(fakeAccount()),
      (town: MemoryTown) => town.accounts.broken.add(fakeAccountId),
    ]) {
      const { town, sweep, row } = await lostSend([]);
      breakIt(town);
      for (let round = 0; round < 3; round += 1) {
        town.clock.advance(schedule.leaseMs + 1);
        await sweep();
      }
      expect(row()).toMatchObject({ state: 'unknown', reconcileAt: null });
    }
  });

  it('is not repeated by a colleague while it looks', async () => {
    const { town, sweep, asked } = await lostSend([]);
    town.clock.advance(schedule.leaseMs + 1);
    await sweep();
    town.clock.advance(schedule.settlingMs);
    await Promise.all([sweep(), sweep()]);
    expect(asked).toHaveLength(1);
    town.clock.advance(MINUTE);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAccountId,
  fakeAdapter,
} from '../../../../test/support/fakes/fake-channel.js';
import { enqueue } from '../../../../test/support/fakes/fake-delivery.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { LiveAccount } from '../account/channel-accounts.js';
import type { Delivery, DeliveryOutcome } from '../channel/delivery.js';
import { StoreDataRefused, StoreUnavailable } from '../error/store-errors.js';
import type { OutboxEntryId } from '../identity/ids.js';
import { noCheckpoint } from '../intake/checkpoint.js';
import { addMilliseconds } from '../time/instant.js';
import { AccountDelivery } from './account-delivery.js';
import type { Settlement } from './outbox.js';
import { defaultDeliverySchedule as schedule } from './schedule.js';

/** A provider whose answers the test gives when it likes. */
class Provider {
  readonly open: {
    readonly delivery: Delivery;
    readonly answer: (outcome: DeliveryOutcome) => void;
  }[] = [];
  mostAtOnce = 0;
  began = 0;

  readonly send = async (delivery: Delivery): Promise<DeliveryOutcome> => {
    this.began += 1;
    return new Promise((answer) => {
      this.open.push({ delivery, answer });
      this.mostAtOnce = Math.max(this.mostAtOnce, this.open.length);
    });
  };

  answer(count = this.open.length, kind: 'sent' | 'unknown' = 'sent'): void {
    for (const { delivery, answer } of this.open.splice(0, count)) {
      const providerId = `p-${delivery.idempotencyKey}`;
      answer(kind === 'sent' ? { kind, providerId } : { kind, reason: 'reset' });
    }
  }
}

const loops: AccountDelivery[] = [];

function delivering(changes: Partial<LiveAccount> = {}) {
  const town = new MemoryTown();
  const provider = new Provider();
  const pacing = { slots: 4, perMinute: null, sendTimeoutMs: 20_000 };
  const account = fakeAccount({ adapter: fakeAdapter(provider.send), pacing, ...changes });
  const settled: Settlement[] = [];
  const fenced: OutboxEntryId[] = [];
  const failures: unknown[] = [];
  const events = {
    settled: (_account: LiveAccount, settlement: Settlement) => settled.push(settlement),
    fenced: (entries: readonly OutboxEntryId[]) => fenced.push(...entries),
    failed: (error: unknown) => failures.push(error),
  };
  const { outbox, clock } = town;
  const shared = { outbox, clock, schedule, checkpoint: noCheckpoint, events };
  const loop = new AccountDelivery({ ...shared, owner: 'worker-1' }, account);
  loops.push(loop);
  const states = () => town.database.outbox.all().map((row) => row.state);
  return { town, provider, account, loop, settled, fenced, failures, states };
}

async function enqueueMany(town: MemoryTown, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await enqueue(town);
}

const turns = async (milliseconds = 15) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 400 && !condition(); round += 1) await turns(5);
  expect(condition()).toBe(true);
}

afterEach(async () => {
  for (const loop of loops.splice(0)) loop.cancel();
  await turns(1);
});

describe('sending for one account', () => {
  it('fills its slots, never more, and refills them as answers come in', async () => {
    const { town, provider, loop, states } = delivering();
    await enqueueMany(town, 11);
    loop.wake();
    await until(() => provider.open.length === 4);
    expect(states().filter((state) => state === 'sending')).toHaveLength(4);
    for (let round = 0; round < 20 && provider.began < 11; round += 1) {
      provider.answer(1);
      await turns();
    }
    provider.answer();
    await until(() => states().every((state) => state === 'sent'));
    expect([provider.mostAtOnce, provider.began]).toEqual([4, 11]);
  });

  it('lets a slow answer hold its own slot only', async () => {
    const { town, provider, loop, states } = delivering();
    await enqueueMany(town, 8);
    loop.wake();
    await until(() => provider.open.length === 4);
    const [slow] = provider.open.splice(0, 1);
    for (let round = 0; round < 20 && provider.began < 8; round += 1) {
      provider.answer();
      await turns();
    }
    provider.answer();
    await until(() => states().filter((state) => state === 'sent').length === 7);
    slow?.answer({ kind: 'sent', providerId: 'late' });
    await until(() => states().every((state) => state === 'sent'));
  });

  it('has the attempt committed before any byte leaves', async () => {
    const { town, provider, loop } = delivering();
    await enqueue(town);
    town.database.onStatement = (statement) => {
      if (statement === 'claim') throw new StoreUnavailable('commit lost');
    };
    loop.wake();
    await turns();
    expect(provider.began).toBe(0);
    expect(town.database.attempts.size).toBe(0);
  });

  it('writes the outcomes that came in together with one commit', async () => {
    const { town, provider, loop, states } = delivering();
    let settles = 0;
    await enqueueMany(town, 4);
    loop.wake();
    await until(() => provider.open.length === 4);
    town.database.onStatement = (statement) => (settles += statement === 'settle' ? 1 : 0);
    provider.answer();
    await until(() => states().every((state) => state === 'sent'));
    expect(settles).toBeLessThanOrEqual(2);
  });

  it('keeps to what the provider allows a minute', async () => {
    const pacing = { slots: 4, perMinute: 3, sendTimeoutMs: 20_000 };
    const { town, provider, loop } = delivering({ pacing });
    await enqueueMany(town, 6);
    loop.wake();
    await turns();
    provider.answer();
    await turns();
    expect(provider.began).toBe(3);
    town.clock.advance(60_000);
    loop.wake();
    await until(() => provider.began === 6);
  });
});

describe('an outcome that is not clear', () => {
  it('is unknown when the provider does not answer in time', async () => {
    const pacing = { slots: 4, perMinute: null, sendTimeoutMs: 10 };
    const { town, loop, states } = delivering({ pacing });
    await enqueue(town);
    loop.wake();
    await until(() => states()[0] === 'unknown');
  });

  it('is unknown when the adapter throws', async () => {
    const adapter = fakeAdapter(() => Promise.reject(new TypeError('a bug')));
    const { town, loop, states } = delivering({ adapter });
    await enqueue(town);
    loop.wake();
    await until(() => states()[0] === 'unknown');
    expect(town.database.outbox.all()[0]?.reason).toBe('TypeError');
  });

  it('costs no slot when the adapter answers nonsense: the sweep finds the entry', async () => {
    const adapter = fakeAdapter(() => Promise.resolve(undefined as never));
    const { town, loop, failures, states } = delivering({ adapter });
    await enqueueMany(town, 9);
    loop.wake();
    await until(() => failures.length === 9);
    expect(states()).toEqual(Array(9).fill('sending'));
    await loop.drain();
  });

  it('of a lease that has nearly run out is not sent at all', async () => {
    const { town, provider, loop, states } = delivering();
    await enqueue(town);
    const claim = town.outbox.claim.bind(town.outbox);
    town.outbox.claim = async (asked) => {
      const claimed = await claim(asked);
      town.clock.advance(schedule.leaseMs / 2 + 1);
      return claimed;
    };
    loop.wake();
    await until(() => states()[0] === 'waiting' && town.database.attempts.size === 1);
    expect(provider.began).toBe(0);
    expect(town.database.attempts.all()[0]).toMatchObject({ outcome: 'not-sent' });
  });

  it('of a lease that somebody else ended changes nothing and is told', async () => {
    const { town, provider, loop, fenced, settled, states } = delivering();
    const id = await enqueue(town);
    loop.wake();
    await until(() => provider.open.length === 1);
    const late = addMilliseconds(town.clock.now(), schedule.leaseMs + 1);
    await town.outbox.expireLeases(late, late, 10);
    provider.answer();
    await until(() => fenced.length === 1);
    expect([fenced, settled, states()]).toEqual([[id], [], ['unknown']]);
  });
});

describe('a database that fails while outcomes wait', () => {
  it('gets them when it comes back: nothing that was sent becomes unknown', async () => {
    const { town, provider, loop, failures, states } = delivering();
    await enqueueMany(town, 3);
    loop.wake();
    await until(() => provider.open.length === 3);
    town.database.onStatement = (statement) => {
      if (statement === 'settle') throw new StoreUnavailable('restarting');
    };
    provider.answer();
    await until(() => failures.length > 0);
    expect(states()).toEqual(['sending', 'sending', 'sending']);
    town.database.onStatement = () => undefined;
    await until(() => states().every((state) => state === 'sent'));
    await loop.drain();
    expect(provider.began).toBe(3);
  });

  it('for longer than the lease leaves them to the sweep, which frees every slot', async () => {
    const { town, provider, loop, failures, states } = delivering();
    await enqueueMany(town, 2);
    loop.wake();
    await until(() => provider.open.length === 2);
    town.database.onStatement = (statement) => {
      if (statement === 'settle') throw new StoreUnavailable('gone');
    };
    provider.answer();
    await until(() => failures.length > 0);
    town.clock.advance(schedule.leaseMs + 1);
    await loop.drain();
    const now = town.clock.now();
    await town.outbox.expireLeases(now, now, 10);
    expect(states()).toEqual(['unknown', 'unknown']);
  });

  it('refuses one outcome and writes its neighbours', async () => {
    const { town, provider, loop, states } = delivering();
    const ids = [await enqueue(town), await enqueue(town), await enqueue(town)];
    loop.wake();
    await until(() => provider.open.length === 3);
    town.database.onStatement = (statement, rows) => {
      const bad = (rows as Settlement[]).some(({ entryId }) => entryId === ids[1]);
      if (statement === 'settle' && bad) throw new StoreDataRefused('Data too long');
    };
    provider.answer();
    await until(() => states().filter((state) => state === 'sent').length === 2);
    await loop.drain();
    expect(states()).toEqual(['sent', 'sending', 'sent']);
  });

  it('does not let more be begun than slots could hold', async () => {
    const { town, provider, loop, failures } = delivering();
    await enqueueMany(town, 12);
    loop.wake();
    await until(() => provider.open.length === 4);
    town.database.onStatement = (statement) => {
      if (statement === 'settle') throw new StoreUnavailable('gone');
    };
    provider.answer();
    await until(() => failures.length > 0);
    await turns(30);
    provider.answer();
    await turns(30);
    expect(provider.began).toBeLessThanOrEqual(8);
  });
});

describe('stopping', () => {
  it('waits for the sends under way and their outcomes, and begins no other', async () => {
    const { town, provider, loop, states } = delivering();
    await enqueueMany(town, 6);
    loop.wake();
    await until(() => provider.open.length === 4);
    let drained = false;
    const drain = loop.drain().then(() => (drained = true));
    await turns();
    expect(drained).toBe(false);
    provider.answer();
    await drain;
    loop.wake();
    await turns();
    expect(states().sort()).toEqual(['sent', 'sent', 'sent', 'sent', 'waiting', 'waiting']);
    expect(provider.began).toBe(4);
  });

  it('at once, when nothing is under way', async () => {
    await delivering().loop.drain();
  });

  it('by force makes what is under way unknown', async () => {
    const { town, provider, loop, states } = delivering();
    await enqueueMany(town, 2);
    loop.wake();
    await until(() => provider.open.length === 2);
    const drain = loop.drain();
    loop.cancel();
    await drain;
    expect(states()).toEqual(['unknown', 'unknown']);
  });

  it('by force sends nothing that was claimed a moment before', async () => {
    const { town, provider, loop, states } = delivering();
    await enqueue(town);
    const claim = town.outbox.claim.bind(town.outbox);
    town.outbox.claim = async (asked) => {
      const claimed = await claim(asked);
      loop.cancel();
      return claimed;
    };
    loop.wake();
    await until(() => states()[0] === 'waiting' && town.database.attempts.size > 0);
    expect(provider.began).toBe(0);
    expect(town.database.outbox.all()[0]?.channelAccountId).toBe(fakeAccountId);
  });
});

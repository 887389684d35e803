import { afterEach, describe, expect, it } from '@jest/globals';

import { fakeAccountId, fakeAdapter } from '../../../../test/support/fakes/fake-channel.js';
import { enqueue } from '../../../../test/support/fakes/fake-delivery.js';
import {
  delivering,
  enqueueMany,
  stopDelivering,
  turns,
  until,
} from '../../../../test/support/fakes/held-delivery.js';
import { StoreUnavailable } from '../error/store-errors.js';
import { addMilliseconds } from '../time/instant.js';
import { defaultDeliverySchedule as schedule } from './schedule.js';

afterEach(stopDelivering);

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

  it('is waited for longer where providers take their time, and the lease with it', async () => {
    const pacing = { slots: 4, perMinute: null, sendTimeoutMs: 20, sendTimeFactor: 3 };
    const { town, loop, states } = delivering({ pacing });
    await enqueue(town);
    const begun = performance.now();
    loop.wake();
    await until(() => states()[0] === 'sending');
    const leaseUntil = addMilliseconds(town.clock.now(), 3 * schedule.leaseMs);
    expect(town.database.outbox.all()[0]).toMatchObject({ leaseUntil });
    await until(() => states()[0] === 'unknown');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
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

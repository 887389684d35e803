import { afterEach, describe, expect, it } from '@jest/globals';

import { enqueue } from '../../../../test/support/fakes/fake-delivery.js';
import {
  delivering,
  enqueueMany,
  stopDelivering,
  turns,
  until,
} from '../../../../test/support/fakes/held-delivery.js';
import { StoreDataRefused, StoreUnavailable } from '../error/store-errors.js';
import type { Settlement } from './outbox.js';
import { defaultDeliverySchedule as schedule } from './schedule.js';

afterEach(stopDelivering);

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

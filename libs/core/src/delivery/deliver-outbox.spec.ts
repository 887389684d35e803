import { describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAccountId,
  fakeAdapter,
} from '../../../../test/support/fakes/fake-channel.js';
import { enqueue } from '../../../../test/support/fakes/fake-delivery.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { ChannelAdapter } from '../channel/adapter.js';
import type { ChannelAccountId } from '../identity/ids.js';
import { noCheckpoint } from '../intake/checkpoint.js';
import { OutboxDelivery } from './deliver-outbox.js';
import { defaultDeliverySchedule as schedule } from './schedule.js';

const otherId = '00000000-0000-7000-8000-00000000acc2' as ChannelAccountId;
const hanging: ChannelAdapter['send'] = () => new Promise(() => undefined);

function delivering() {
  const town = new MemoryTown();
  const { outbox, clock, spend, accounts } = town;
  const nothing = () => undefined;
  const events = { settled: nothing, fenced: nothing, failed: nothing };
  const fixed = { schedule, checkpoint: noCheckpoint, town: town.town };
  const shared = { ...fixed, outbox, clock, spend, events, media: town };
  const delivery = new OutboxDelivery({ ...shared, owner: 'worker-1' }, accounts);
  const states = () => town.database.outbox.all().map((row) => row.state);
  return { town, delivery, states };
}

async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 400 && !condition(); round += 1) {
    await new Promise<void>((resolve) => setTimeout(resolve, 5));
  }
  expect(condition()).toBe(true);
}

describe('all sending of a worker', () => {
  it('sends for every account that has something due', async () => {
    const { town, delivery, states } = delivering();
    town.accounts.put(fakeAccount({ id: otherId, code: 'other' }));
    await enqueue(town);
    await enqueue(town, { channelAccountId: otherId });
    await delivery.look();
    await until(() => states().every((state) => state === 'sent'));
  });

  it('keeps one account’s slow provider from the others', async () => {
    const { town, delivery, states } = delivering();
    const pacing = { slots: 1, perMinute: null, sendTimeoutMs: 60_000 };
    town.accounts.put(fakeAccount({ adapter: fakeAdapter(hanging), pacing }));
    town.accounts.put(fakeAccount({ id: otherId, code: 'other' }));
    await enqueue(town);
    await enqueue(town, { channelAccountId: otherId });
    await delivery.look();
    await until(() => states()[1] === 'sent');
    expect(states()[0]).toBe('sending');
    await delivery.drain(0);
    expect(states()[0]).toBe('unknown');
  });

  it('leaves disabled, broken and unknown accounts alone', async () => {
    const { town, delivery, states } = delivering();
    await enqueue(town);
    town.accounts.put(fakeAccount({ enabled: false }));
    await delivery.look();
    town.accounts.broken.add(fakeAccountId);
    await delivery.look();
    town.accounts.broken.clear();
    town.accounts.forget(fakeAccountId);
    await delivery.look();
    await delivery.drain(10);
    expect(states()).toEqual(['waiting']);
  });

  it('sends what is held only when it is due', async () => {
    const { town, delivery, states } = delivering();
    await enqueue(town, { dueAt: (town.clock.now() + 1_000) as never });
    await delivery.look();
    await delivery.drain(10);
    expect(states()).toEqual(['waiting']);
  });

  it('uses new settings for new sends, and waits at the end for those of the old', async () => {
    const { town, delivery, states } = delivering();
    town.accounts.put(fakeAccount({ adapter: fakeAdapter(hanging) }));
    await enqueue(town);
    await delivery.look();
    await until(() => states()[0] === 'sending' && town.database.attempts.size === 1);
    town.accounts.put(fakeAccount());
    await enqueue(town);
    await delivery.look();
    await until(() => states()[1] === 'sent');
    expect(states()[0]).toBe('sending');
    await delivery.drain(20);
    expect(states()).toEqual(['unknown', 'sent']);
  });
});

import type { LiveAccount } from '#core/account/channel-accounts';
import type { Delivery, DeliveryOutcome } from '#core/channel/delivery';
import { AccountDelivery } from '#core/delivery/account-delivery';
import type { Settlement } from '#core/delivery/outbox';
import { defaultDeliverySchedule as schedule } from '#core/delivery/schedule';
import type { OutboxEntryId } from '#core/identity/ids';
import { noCheckpoint } from '#core/intake/checkpoint';

import { fakeAccount, fakeAdapter } from './fake-channel.js';
import { enqueue } from './fake-delivery.js';
import { MemoryTown } from './memory-town.js';

/** A provider whose answers the test gives when it likes. */
export class HeldProvider {
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

const begun = new Set<AccountDelivery>();

/** For after each test: nothing goes on behind its back. */
export function stopDelivering(): void {
  for (const loop of begun) loop.cancel();
  begun.clear();
}

/** One account's deliveries over a town in memory, with everything they tell. */
export function delivering(changes: Partial<LiveAccount> = {}) {
  const town = new MemoryTown();
  const provider = new HeldProvider();
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
  const { outbox, clock, spend } = town;
  const fixed = { schedule, checkpoint: noCheckpoint, town: town.town };
  const shared = { ...fixed, outbox, clock, spend, events, media: town };
  const loop = new AccountDelivery({ ...shared, owner: 'worker-1' }, account);
  begun.add(loop);
  const states = () => town.database.outbox.all().map((row) => row.state);
  return { town, provider, account, loop, settled, fenced, failures, states };
}

export async function enqueueMany(town: MemoryTown, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await enqueue(town);
}

export const turns = async (milliseconds = 15) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 400 && !condition(); round += 1) await turns(5);
  if (!condition()) throw new Error('It did not come about in time.');
}

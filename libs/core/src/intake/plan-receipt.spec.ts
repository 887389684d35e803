import { describe, expect, it } from '@jest/globals';

import { fakeAccountId } from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { defaultPacing } from '../account/channel-accounts.js';
import type { DeliveryReceipt } from '../channel/normalised.js';
import { defaultDeliverySchedule as schedule } from '../delivery/schedule.js';
import { settleAttempt } from '../delivery/settle-attempt.js';
import { closeRequest } from '../reply/close-request.js';
import { replyToRequest } from '../reply/reply-to-request.js';
import { addMilliseconds, HOUR } from '../time/instant.js';
import { drainRegistrations } from './drain-registrations.js';

const bounce: DeliveryReceipt = {
  kind: 'receipt',
  providerId: 'sent-1',
  status: 'failed',
  occurredAt: null,
  reason: '550 5.1.1 no such user',
};

/** A request whose first response was met by a reply that the provider took as `sent-1`. */
async function answeredTown() {
  const town = new MemoryTown();
  const { id, number } = await town.receive();
  await deliver(town, 'acknowledged-1');
  const action = { staffId: fakeStaffId, number, idempotencyKey: null };
  const reply = { text: 'A crew comes.', seenUpTo: null, holdSeconds: 0 };
  await replyToRequest(town.staffPorts, action, reply);
  await deliver(town, 'sent-1');
  town.clock.advance(HOUR);
  return { town, id, action };
}

async function deliver(town: MemoryTown, providerId: string): Promise<void> {
  const now = town.clock.now();
  const leaseUntil = addMilliseconds(now, schedule.leaseMs);
  const shared = { accountId: fakeAccountId, owner: 'w', slots: 20, pacing: defaultPacing };
  const claimed = await town.outbox.claim({ ...shared, now, leaseUntil });
  const end = { outcome: { kind: 'sent', providerId }, endedAt: now, canLookUp: false } as const;
  const settlements = claimed.map((delivery) => settleAttempt(delivery, end, schedule));
  await town.outbox.settle(settlements, 'w');
}

async function hear(town: MemoryTown, ...receipts: readonly DeliveryReceipt[]): Promise<void> {
  await town.accept(...receipts);
  const events = { registered: () => undefined, pause: () => Promise.resolve() };
  await drainRegistrations(town, events, () => false);
}

describe('a reply that was not delivered after all', () => {
  it('has answered nobody: its clock runs on, due when it always was', async () => {
    const { town, id } = await answeredTown();
    const before = town.database.clocks.all()[0];
    expect([before?.state, town.request(id).nextDeadlineAt]).toEqual(['met', null]);
    await hear(town, bounce);
    expect(town.database.clocks.all()).toMatchObject([
      { state: 'running', metAt: null, dueAt: before?.dueAt },
    ]);
    expect(town.request(id)).toMatchObject({ nextDeadlineAt: before?.dueAt, awaitsReply: true });
    const segments = town.database.segments.all().map(({ kind }) => kind);
    expect(segments).toEqual(['running', 'met', 'reopened']);
    expect(town.database.audit.all().at(-1)).toMatchObject({ action: 'message.bounced' });
  });

  it('opens its clock once, however many reports come', async () => {
    const { town } = await answeredTown();
    await hear(town, bounce, { ...bounce, reason: 'again' });
    await hear(town, bounce);
    expect(town.database.segments.all()).toHaveLength(3);
  });

  it('marks an address that is gone, and no address that is merely full', async () => {
    const { town } = await answeredTown();
    await hear(town, bounce);
    expect(town.database.undeliverable.size).toBe(0);
    await hear(town, { ...bounce, addressGone: true });
    expect(town.database.undeliverable.size).toBe(1);
  });

  it('does not open a request that was closed meanwhile', async () => {
    const { town, id, action } = await answeredTown();
    const closing = { reason: 'work_done', sentence: 'Done.' } as const;
    await closeRequest(town.staffPorts, action, closing);
    await hear(town, bounce);
    expect(town.request(id)).toMatchObject({ nextDeadlineAt: null, streamKey: null });
    expect(town.database.clocks.all()).toMatchObject([{ state: 'met' }]);
  });

  it('has answered nobody either when the report came before the answer of the provider', async () => {
    const town = new MemoryTown();
    const { id, nextDeadlineAt, number } = await town.receive();
    const action = { staffId: fakeStaffId, number, idempotencyKey: null };
    const reply = { text: 'A crew comes.', seenUpTo: null, holdSeconds: 0 };
    await replyToRequest(town.staffPorts, action, reply);
    await hear(town, bounce);
    await deliver(town, 'sent-1');
    expect(town.request(id)).toMatchObject({ nextDeadlineAt });
    expect(town.database.clocks.all()).toMatchObject([{ state: 'running' }]);
  });

  it('says nothing about messages that are none of ours', async () => {
    const { town } = await answeredTown();
    await hear(town, { ...bounce, providerId: 'somebody-else', addressGone: true });
    expect(town.database.clocks.all()).toMatchObject([{ state: 'met' }]);
    expect(town.database.undeliverable.size).toBe(0);
  });
});

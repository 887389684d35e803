import type { ClaimedDelivery } from '#core/delivery/outbox';
import type {
  DeliveryAttemptId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
} from '#core/identity/ids';
import type { NewOutboxEntry } from '#core/request/records';
import type { Instant } from '#core/time/instant';

import { fakeAccountId } from './fake-channel.js';
import { fakeStaffId, type MemoryTown } from './memory-town.js';

const requestId = '00000000-0000-7000-8000-000000000001' as ServiceRequestId;

/** A person's answer, claimed just now. */
export function fakeDelivery(at: Instant, changes: Partial<ClaimedDelivery> = {}): ClaimedDelivery {
  const entryId = '00000000-0000-7000-8000-00000000e001' as OutboxEntryId;
  return {
    idempotencyKey: entryId,
    attempt: 1,
    channelRef: 'thread-1',
    text: 'We fixed it.',
    requestNumber: 'FM26-000001-9',
    kind: 'reply',
    attachments: [],
    createdAt: at,
    language: 'en',
    lastInbound: null,
    entryId,
    attemptId: '00000000-0000-7000-8000-00000000a001' as DeliveryAttemptId,
    channelAccountId: fakeAccountId,
    requestId,
    messageId: '00000000-0000-7000-8000-00000000d001' as MessageId,
    staffId: fakeStaffId,
    asksCitizen: false,
    claimedAt: at,
    ...changes,
  };
}

/** Puts a person's answer into the outbox of a town, due now unless said otherwise. */
export async function enqueue(
  town: MemoryTown,
  changes: Partial<NewOutboxEntry> = {},
): Promise<OutboxEntryId> {
  const at = town.clock.now();
  const id = town.newId<'OutboxEntry'>();
  await town.store.transaction((transaction) =>
    transaction.insertOutbox([
      {
        id,
        requestId,
        messageId: null,
        staffId: fakeStaffId,
        channelAccountId: fakeAccountId,
        contactPointId: null,
        kind: 'reply',
        channelRef: 'thread-1',
        body: 'We fixed it.',
        requestNumber: 'FM26-000001-9',
        dueAt: at,
        createdAt: at,
        ...changes,
      },
    ]),
  );
  return id;
}

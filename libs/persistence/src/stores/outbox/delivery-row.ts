import type { OutboundKind } from '#core/channel/delivery';
import type { ClaimedDelivery } from '#core/delivery/outbox';
import type {
  ChannelAccountId,
  DeliveryAttemptId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
  StaffId,
} from '#core/identity/ids';
import type { QuestionArrival } from '#core/request/records';
import type { Instant } from '#core/time/instant';

import { instantOf } from '../../sql/instant-text.js';

export const deliveryColumns =
  'o.id, o.requestId, o.messageId, o.staffId, o.channelAccountId, o.kind, o.channelRef, o.body, ' +
  'o.requestNumber, o.asksCitizen, o.attempts, o.createdAt';

export interface DeliveryRow {
  readonly id: OutboxEntryId;
  readonly requestId: ServiceRequestId;
  readonly messageId: MessageId | null;
  readonly staffId: StaffId | null;
  readonly channelAccountId: ChannelAccountId;
  readonly kind: OutboundKind;
  readonly channelRef: string;
  readonly body: string;
  readonly requestNumber: string;
  readonly asksCitizen: QuestionArrival | null;
  readonly attempts: number;
  readonly createdAt: string;
}

export interface DeliveryAttemptFacts {
  readonly attemptId: DeliveryAttemptId;
  readonly attempt: number;
  readonly claimedAt: Instant;
}

export function claimedDeliveryOf(row: DeliveryRow, facts: DeliveryAttemptFacts): ClaimedDelivery {
  return {
    entryId: row.id,
    idempotencyKey: row.id,
    channelAccountId: row.channelAccountId,
    requestId: row.requestId,
    messageId: row.messageId,
    staffId: row.staffId,
    asksCitizen: row.asksCitizen !== null,
    channelRef: row.channelRef,
    text: row.body,
    requestNumber: row.requestNumber,
    kind: row.kind,
    attachments: [],
    createdAt: instantOf(row.createdAt),
    ...facts,
  };
}

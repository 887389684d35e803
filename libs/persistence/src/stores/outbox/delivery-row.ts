import { goesToStaff, type LastInbound, type OutboundKind } from '#core/channel/delivery';
import type { ClaimedDelivery } from '#core/delivery/outbox';
import type {
  ChannelAccountId,
  ContactPointId,
  DeliveryAttemptId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
  StaffId,
} from '#core/identity/ids';
import type { QuestionArrival } from '#core/request/records';
import type { Instant } from '#core/time/instant';

import type { Dialect } from '../../sql/dialect.js';
import { instantOf } from '../../sql/instant-text.js';

/** Subqueries and no joins: what is joined would be locked with the entry. */
export function deliveryColumns(dialect: Dialect): string {
  return (
    'o.id, o.requestId, o.messageId, o.staffId, o.channelAccountId, o.kind, o.channelRef, o.body, ' +
    'o.requestNumber, o.asksCitizen, o.attempts, o.createdAt, o.contactPointId, o.answersConsent, ' +
    '(SELECT r.language FROM service_request r WHERE r.id = o.requestId) AS language, ' +
    `(SELECT m.occurredAt ${lastInbound(dialect)}) AS lastInboundAt, ` +
    `(SELECT m.externalId ${lastInbound(dialect)}) AS lastInboundId`
  );
}

/**
 * The end of an index range, read backwards until a message came by the account that answers: joined
 * in this order whatever the statistics say.
 */
function lastInbound(dialect: Dialect): string {
  const message =
    dialect === 'mariadb' ? 'message m FORCE INDEX (ix_message_request)' : 'message m';
  const join = dialect === 'mariadb' ? 'STRAIGHT_JOIN' : 'CROSS JOIN';
  return (
    `FROM ${message} ${join} inbound_envelope e ON e.id = m.envelopeId ` +
    'WHERE m.requestId = o.requestId AND e.channelAccountId = o.channelAccountId ' +
    'ORDER BY m.envelopeId DESC LIMIT 1'
  );
}

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
  readonly language: string | null;
  readonly lastInboundAt: string | null;
  readonly lastInboundId: Buffer | null;
  readonly contactPointId: ContactPointId | null;
  readonly answersConsent: number;
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
    ...citizenOf(row),
    ...facts,
  };
}

/** What goes to people of the town has no citizen, even when it is about a request. */
function citizenOf(row: DeliveryRow): Pick<ClaimedDelivery, 'language' | 'lastInbound'> {
  const { kind, language, lastInboundAt, lastInboundId } = row;
  if (goesToStaff(kind)) return { language: null, lastInbound: null };
  const externalId = lastInboundId === null ? null : lastInboundId.toString('utf8');
  const lastInbound: LastInbound | null =
    lastInboundAt === null ? null : { externalId, occurredAt: instantOf(lastInboundAt) };
  return { language, lastInbound };
}

import type { AttemptOutcome, OutboxState } from '#core/delivery/outbox';
import type {
  ChannelAccountId,
  ContactPointId,
  DeliveryAttemptId,
  EnvelopeId,
  OutboxEntryId,
  ServiceRequestId,
  StaffId,
} from '#core/identity/ids';
import type { EnvelopeOutcome } from '#core/intake/envelope-outcome';
import type { NewEnvelope } from '#core/intake/envelope-store';
import type { Refusal } from '#core/ladder/refusal';
import type { NewAttachment, NewOutboxEntry, NewServiceRequest } from '#core/request/records';
import type { RememberedAnswer } from '#core/request/request-store';
import type { BreachReason, CloseReason } from '#core/request/status';
import type { SlaClock } from '#core/sla/sla-clock';
import type { Instant } from '#core/time/instant';

/** Rows of the in-memory database: what the core hands over plus what the stores keep. */

export interface EnvelopeRow extends NewEnvelope {
  readonly id: EnvelopeId;
  readonly outcome: EnvelopeOutcome | null;
  readonly requestId: ServiceRequestId | null;
  readonly reason: string | null;
  readonly strikes: number;
}

export interface EnvelopeCopyRow {
  readonly envelopeId: EnvelopeId;
  readonly channelAccountId: ChannelAccountId;
  readonly receivedAt: Instant;
}

export interface RequestRow extends NewServiceRequest {
  readonly closedAt: Instant | null;
  readonly closeReason: CloseReason | null;
  readonly closeSentence: string | null;
  readonly breachReason: BreachReason | null;
}

export interface ClockRow extends SlaClock {
  readonly metAt: Instant | null;
}

export interface AttachmentRow extends NewAttachment {
  readonly state: 'pending' | 'stored' | 'gone';
  readonly sha256: Buffer | null;
  readonly size: number | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly dueAt: Instant;
}

export interface OutboxRow extends NewOutboxEntry {
  readonly state: OutboxState;
  readonly owner: string | null;
  readonly leaseUntil: Instant | null;
  readonly attempts: number;
  readonly providerId: string | null;
  readonly reason: string | null;
  readonly sentAt: Instant | null;
  readonly receipt: 'delivered' | 'read' | 'failed' | null;
  readonly reconcileAt: Instant | null;
  readonly absentSince: Instant | null;
  readonly automaticResends: number;
  readonly refusal: Refusal | null;
  readonly ladderAt: Instant | null;
}

export interface UndeliveredRow {
  readonly requestId: ServiceRequestId;
  readonly outboxId: OutboxEntryId;
  readonly refusal: Refusal;
  readonly undeliveredAt: Instant;
}

export interface AttemptRow {
  readonly id: DeliveryAttemptId;
  readonly entryId: OutboxEntryId;
  readonly channelAccountId: ChannelAccountId;
  readonly number: number;
  readonly outcome: AttemptOutcome;
  readonly providerId: string | null;
  readonly reason: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
}

export interface DigestRow {
  readonly contactPointId: ContactPointId;
  readonly dueAt: Instant | null;
  readonly sentAt: Instant | null;
}

export interface AnswerRow extends RememberedAnswer {
  readonly staffId: StaffId;
  readonly key: string;
  readonly at: Instant;
}

/** How far arrivals are counted. */
export interface ArrivalCursorRow {
  readonly countedId: number;
  readonly notedId: number;
  readonly notedAt: Instant | null;
  readonly countedUntilAt: Instant | null;
}

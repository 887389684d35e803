import type { AuditEntry } from '../audit/audit-entry.js';
import type { ConsentAction, NewConsentEntry } from '../consent/consent-entry.js';
import type { OptOut } from '../consent/opt-out.js';
import type { OutboxState } from '../delivery/outbox.js';
import type { EmergencyKind } from '../emergency/emergency-kind.js';
import type {
  AttachmentId,
  ChannelAccountId,
  ConsentEntryId,
  ContactId,
  ContactPointId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
  StaffId,
} from '../identity/ids.js';
import type { Addressed } from '../ladder/next-rung.js';
import type { Refusal } from '../ladder/refusal.js';
import type { ClockChange, SlaClock, SlaClockKind, SlaClockState } from '../sla/sla-clock.js';
import type { ClockStarted } from '../sla/start-clock.js';
import type { Instant } from '../time/instant.js';
import type { MessageDirection, NewMessage, NewOutboxEntry, NewOutgoingFile } from './records.js';
import type { BreachReason, CloseReason, RequestStatus } from './status.js';

/** A row of the stream. */
export interface RequestSummary {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly status: RequestStatus;
  readonly subject: string;
  readonly channelAccountId: ChannelAccountId;
  readonly serviceCode: string | null;
  readonly requestedAt: Instant;
  readonly receivedAt: Instant;
  readonly arrivedLate: boolean;
  readonly unverifiedSender: boolean;
  readonly expectedAt: Instant | null;
  readonly nextDeadlineAt: Instant | null;
  readonly lastMessageAt: Instant;
  readonly messageCount: number;
  readonly streamKey: string | null;
  readonly closedAt: Instant | null;
  readonly closeReason: CloseReason | null;
  readonly closeSentence: string | null;
  /** Why a promise on it was not kept; null while it is open, or when all were. */
  readonly breachReason: BreachReason | null;
  readonly emergencies: readonly EmergencyKind[];
  /** An answer on it reached nobody, and no person has seen to it yet. */
  readonly undelivered: { readonly refusal: Refusal; readonly undeliveredAt: Instant } | null;
}

export interface RequestDetail extends RequestSummary {
  readonly language: string;
  readonly channelRef: string;
  readonly contact: {
    readonly id: ContactId;
    readonly displayName: string | null;
    readonly points: readonly {
      readonly kind: string;
      readonly address: string;
      readonly verified: boolean;
      /** A message to it came back for good. */
      readonly undeliverable: boolean;
    }[];
  };
  readonly clocks: readonly {
    readonly kind: SlaClockKind;
    readonly state: SlaClockState;
    readonly startedAt: Instant;
    readonly dueAt: Instant;
    readonly pausedAt: Instant | null;
    readonly metAt: Instant | null;
    readonly endedAt: Instant | null;
    /** The due time that was not kept. */
    readonly breachedAt: Instant | null;
  }[];
  readonly related: readonly { readonly number: string; readonly reason: string }[];
  /** Other accounts at which the very same messages came in. */
  readonly alsoReceivedAt: readonly ChannelAccountId[];
  /** Why answers do not go where the citizen wrote; null while they do. */
  readonly optedOut: OptOut | null;
  readonly timeline: readonly TimelineItem[];
}

/**
 * One line of a thread, in the order it was written. Automatic texts have an outbox entry only, and
 * words of consent that are no message an entry of the consent ledger.
 */
export interface TimelineItem {
  /** The message's id, or the outbox entry's for automatic texts. */
  readonly id: MessageId | OutboxEntryId | ConsentEntryId;
  readonly direction: MessageDirection;
  readonly automatic: boolean;
  /** Name of the staff member who wrote it. */
  readonly staffName: string | null;
  readonly text: string;
  readonly occurredAt: Instant;
  readonly receivedAt: Instant;
  readonly attachments: readonly {
    readonly id: AttachmentId;
    readonly filename: string | null;
    readonly contentType: string;
    /** In bytes; null until they are here. */
    readonly size: number | null;
    readonly state: 'pending' | 'stored' | 'gone';
  }[];
  /** How far an outgoing message got. */
  readonly delivery: DeliveryState | null;
  /** What the words say about further messages; null for all others. */
  readonly consent: ConsentAction | null;
}

export interface DeliveryState extends RungState {
  readonly attempts: number;
  readonly dueAt: Instant;
  readonly reason: string | null;
  /** Every way it has gone; this is the last one. */
  readonly rungs: readonly RungState[];
}

/** How far it got by one way. */
export interface RungState {
  readonly entryId: OutboxEntryId;
  readonly channelAccountId: ChannelAccountId;
  /** The address it goes to; null for what was sent before addresses were kept. */
  readonly contactPointId: ContactPointId | null;
  readonly state: OutboxState;
  /** What the provider reported later. */
  readonly receipt: 'delivered' | 'read' | 'failed' | null;
  readonly sentAt: Instant | null;
  /** Why an answer did not arrive by this way; null while nothing is known against it. */
  readonly refusal: Refusal | null;
  /** When its refusal is looked at next; null when that is over. */
  readonly lookAgainAt: Instant | null;
}

export interface UndeliveredQuery {
  /** Key of the last row of the page before, as `streamKeyOf` makes it of when it was noticed. */
  readonly after: string | null;
  readonly limit: number;
}

export interface StreamQuery {
  readonly open: boolean;
  /** Key of the last row of the page before: a stream key, or for closed ones the id. */
  readonly after: string | null;
  readonly limit: number;
}

/** Reading and changing requests for people. Hot paths have stores of their own. */
export interface RequestStore {
  /** Open ones by next deadline, closed ones newest first: an index range whatever the depth. */
  stream(query: StreamQuery): Promise<readonly RequestSummary[]>;
  /** Requests with an answer that reached nobody, the longest waiting first. */
  undelivered(query: UndeliveredQuery): Promise<readonly RequestSummary[]>;
  findSummary(number: string): Promise<RequestSummary | null>;
  find(number: string): Promise<RequestDetail | null>;
  findById(id: ServiceRequestId): Promise<RequestDetail | null>;
  /** Runs `work` with the request's row locked; null when there is no such request. */
  change<Value>(
    number: string,
    work: (transaction: RequestTransaction, request: LockedRequest) => Promise<Value>,
  ): Promise<Value | null>;
}

export interface LockedRequest {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly status: RequestStatus;
  readonly channelAccountId: ChannelAccountId;
  readonly channelRef: string;
  /** Where its citizen is written to. */
  readonly contactPointId: ContactPointId;
  readonly nextDeadlineAt: Instant | null;
  readonly serviceCode: string | null;
  readonly receivedAt: Instant;
  /** Newest message of the citizen. */
  readonly lastInboundMessageId: MessageId | null;
}

export interface RequestTransaction {
  /** A person's outgoing words answer all that the citizen has written so far; a note and a call do not. */
  insertMessage(message: NewMessage): Promise<void>;
  insertOutbox(entry: NewOutboxEntry): Promise<void>;
  /** Files of an outgoing message, after it. */
  insertOutgoingFiles(files: readonly NewOutgoingFile[]): Promise<void>;
  close(closing: {
    readonly id: ServiceRequestId;
    readonly status: RequestStatus;
    readonly reason: CloseReason;
    readonly sentence: string;
    readonly breachReason: BreachReason | null;
    readonly closedAt: Instant;
  }): Promise<void>;
  /** All clocks of the request; nobody else changes them before the end of the transaction. */
  lockClocks(requestId: ServiceRequestId): Promise<readonly SlaClock[]>;
  /** Writes what became of clocks, and clocks that begin; the next deadline follows. */
  writeClocks(requestId: ServiceRequestId, written: WrittenClocks): Promise<void>;
  /** When the citizen wrote first after this instant; null when they did not. */
  firstWordsAfter(requestId: ServiceRequestId, at: Instant): Promise<Instant | null>;
  /** All that the citizen has written is answered, as a person said at this instant. */
  markAnswered(requestId: ServiceRequestId, at: Instant): Promise<void>;
  insertAudit(entry: AuditEntry): Promise<void>;
  /** As in a registration: ledger, state, and what waits and must not leave any more. */
  writeConsent(entries: readonly NewConsentEntry[]): Promise<void>;
  /** The message of this id with the last way it has gone, or the message of this entry. */
  findOutgoing(
    requestId: ServiceRequestId,
    id: MessageId | OutboxEntryId,
  ): Promise<DeliveryState | null>;
  /** Makes a failed or unknown entry wait again. @returns false when it was in another state. */
  resend(entryId: OutboxEntryId, dueAt: Instant): Promise<boolean>;
  /** The citizen's addresses with what was said about them. */
  readAddressed(requestId: ServiceRequestId): Promise<Addressed>;
  /** Takes a waiting entry out of the outbox, because its address refuses. @param ladderAt when it looks for another way; null when it has one. */
  turnAway(entryId: OutboxEntryId, refusal: Refusal, ladderAt: Instant | null): Promise<void>;
  /** A person has seen to what could not be delivered. @returns false when there was nothing. */
  forgetUndelivered(requestId: ServiceRequestId): Promise<boolean>;
  /** Takes back an entry that still waits. @returns false when it has begun to leave. */
  withdraw(entryId: OutboxEntryId): Promise<boolean>;
  /** The answer given to this key before, if any. */
  recallAnswer(staffId: StaffId, key: string): Promise<RememberedAnswer | null>;
  rememberAnswer(
    answer: RememberedAnswer & {
      readonly staffId: StaffId;
      readonly key: string;
      readonly at: Instant;
    },
  ): Promise<void>;
}

export interface WrittenClocks {
  readonly changed: readonly ClockChange[];
  readonly started: readonly ClockStarted[];
}

export interface RememberedAnswer {
  /** SHA-256 of what was asked: the same key with another question is refused. */
  readonly questionSha256: Buffer;
  readonly answer: string;
}

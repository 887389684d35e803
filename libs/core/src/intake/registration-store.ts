import type { AuditEntry } from '../audit/audit-entry.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import type { NewConsentEntry } from '../consent/consent-entry.js';
import type { OptOut } from '../consent/opt-out.js';
import type { Emergency, EmergencyChange } from '../emergency/emergency.js';
import type { EmergencyKind } from '../emergency/emergency-kind.js';
import type { EmergencyQuery } from '../emergency/emergency-store.js';
import type { AddressKey, IdentityKey } from '../identity/binary-key.js';
import type {
  ChannelAccountId,
  ContactId,
  ContactPointId,
  EmergencyId,
  EnvelopeId,
  OutboxEntryId,
  ServiceRequestId,
  SlaClockId,
  StaffId,
} from '../identity/ids.js';
import type { Refusal } from '../ladder/refusal.js';
import type {
  NewAttachment,
  NewContact,
  NewContactPoint,
  NewMessage,
  NewOutboxEntry,
  NewRequestLink,
  NewServiceRequest,
  ReceivedReceipt,
  RequestUpdate,
} from '../request/records.js';
import type { RequestStatus } from '../request/status.js';
import type { SlaClock, SlaSegment } from '../sla/sla-clock.js';
import type { Instant } from '../time/instant.js';
import type { BlockCount } from './block-cap.js';
import type { EnvelopeOutcome } from './envelope-outcome.js';

/**
 * What registration needs of the database. One transaction a batch; the lane lock is the lease and
 * the commit the fence, because nothing outside the transaction happens in between.
 */
export interface RegistrationStore {
  /** Envelopes a batch may hold. */
  readonly batchSize: number;
  /** Lanes that have pending envelopes, the one with the oldest envelope first. Reads an index only. */
  dirtyLanes(): Promise<readonly number[]>;
  /** The same envelopes as `readPending`, without a transaction and without a lock: a look only. */
  peekPending(lanes: readonly number[], limit: number): Promise<readonly PeekedEnvelope[]>;
  /** The given envelopes whole, in no order; those that are not there are left out. */
  readEnvelopes(ids: readonly EnvelopeId[]): Promise<readonly PendingEnvelope[]>;
  transaction<Value>(
    work: (transaction: RegistrationTransaction) => Promise<Value>,
  ): Promise<Value>;
  /**
   * Notes, in a transaction of its own, that an envelope is about to be registered carefully, and
   * answers how often that was begun before.
   */
  strike(id: EnvelopeId): Promise<number>;
}

/** Throws `StoreUnavailable`, `StoreConflict` or `StoreDataRefused`; the transaction is then gone. */
export interface RegistrationTransaction {
  /** The subset that nobody else holds; locked until the end of the transaction. */
  lockLanes(lanes: readonly number[]): Promise<readonly number[]>;
  /** The oldest pending envelopes of these lanes, a fair share each, in arrival order. */
  readPending(lanes: readonly number[], limit: number): Promise<readonly PendingEnvelope[]>;
  /**
   * Who is known under these keys, which request their conversation is at, and how many of their
   * requests were acknowledged after the given time; locked.
   */
  findSenders(
    keys: readonly SenderKeys[],
    acknowledgedAfter: Instant,
  ): Promise<readonly KnownSender[]>;
  /** Requests that messages refer to, with those of the given contacts that take part in them; locked. */
  findReferences(references: References): Promise<readonly ReferencedRequest[]>;
  /** What providers took and could not deliver after all, with its request; locked. */
  findFailedSends(failures: readonly ReportedSend[]): Promise<readonly FailedSend[]>;
  /**
   * Alerts whose message a provider took and then called failed, by the receipts just applied: they
   * are looked at again at once, for the next way of reaching the person.
   */
  reopenAlerts(failures: readonly ReportedSend[], at: Instant): Promise<void>;
  /** Emergencies opened since then that wait for somebody and were told to these people, newest page first. */
  findPages(people: readonly StaffId[], since: Instant): Promise<readonly PagedRequest[]>;
  /** What is known of the consent of these addresses, whose rows are locked already. */
  findConsent(contactPointIds: readonly ContactPointId[]): Promise<readonly KnownConsent[]>;
  /**
   * Adds to the ledger, in this order, changes what must not be sent, and takes back everything that
   * waits and must not leave any more: answers among it look for another way.
   */
  writeConsent(entries: readonly NewConsentEntry[]): Promise<void>;
  /** What these blocks of addresses were told in the window that begins then; not locked. */
  findBlocks(blocks: readonly string[], windowStartAt: Instant): Promise<readonly BlockCount[]>;
  /** Adds to the counts. */
  countBlocks(rows: readonly BlockCount[]): Promise<void>;
  /** Clocks of these requests that wait for the citizen; the requests are locked already. */
  findPausedClocks(requestIds: readonly ServiceRequestId[]): Promise<readonly SlaClock[]>;
  /** The row count must equal the batch, otherwise it throws `StoreConflict`: the fence. */
  settleEnvelopes(settlements: readonly EnvelopeSettlement[]): Promise<void>;
  insertContacts(rows: readonly NewContact[]): Promise<void>;
  insertContactPoints(rows: readonly NewContactPoint[]): Promise<void>;
  insertMessages(rows: readonly NewMessage[]): Promise<void>;
  insertAttachments(rows: readonly NewAttachment[]): Promise<void>;
  insertClocks(rows: readonly SlaClock[]): Promise<void>;
  /** What may change in a clock's life. */
  updateClocks(rows: readonly SlaClock[]): Promise<void>;
  insertSegments(rows: readonly SlaSegment[]): Promise<void>;
  updateRequests(rows: readonly RequestUpdate[]): Promise<void>;
  applyReceipts(rows: readonly ReceivedReceipt[]): Promise<void>;
  /** Met clocks that run on as if they had not been met: their due times stay. */
  reopenClocks(ids: readonly SlaClockId[]): Promise<void>;
  /**
   * Messages that arrived, by these receipts. A question among them lets its open request wait for
   * the citizen, and its running resolution clocks pause, unless the citizen has written since.
   */
  awaitCitizens(arrived: readonly ReportedSend[]): Promise<void>;
  markUndeliverable(rows: readonly UndeliverableAddress[]): Promise<void>;
  /** Answers that look for another way from now on; automatic texts among them are let go. */
  turnAway(rows: readonly TurnedAway[]): Promise<void>;
  insertQuarantine(rows: readonly QuarantinedEnvelope[]): Promise<void>;
  insertAudit(rows: readonly AuditEntry[]): Promise<void>;
  /** Emergencies that messages of the batch may belong to, locked. */
  lockEmergencies(query: EmergencyQuery): Promise<readonly Emergency[]>;
  writeEmergencies(changes: readonly EmergencyChange[]): Promise<void>;
  /** The first of `count` running numbers without a gap. Serialises writers: call it late. */
  takeNumbers(series: string, count: number): Promise<number>;
  insertRequests(rows: readonly NewServiceRequest[]): Promise<void>;
  insertRequestLinks(rows: readonly NewRequestLink[]): Promise<void>;
  insertOutbox(rows: readonly NewOutboxEntry[]): Promise<void>;
  /** Requests whose numbers a digest will tell. */
  insertUntold(rows: readonly UntoldRequest[]): Promise<void>;
  /** Sets when the next digest of each sender is due. */
  scheduleDigests(rows: readonly ScheduledDigest[]): Promise<void>;
  /** Undoes what `work` wrote when it throws `StoreDataRefused`, and throws it on. */
  savepoint(work: () => Promise<void>): Promise<void>;
}

/** Raw bytes over 64 KiB lie in the file store under their hash. */
export type PendingEnvelope = Omit<StoredEnvelope, 'raw'> & {
  readonly raw: Buffer | null;
  readonly rawSha256: Buffer;
};

/** What tells whose turn it is; the bytes are read by those who need them. */
export type PeekedEnvelope = Pick<PendingEnvelope, 'id' | 'channelAccountId' | 'identityKey'>;

export interface SenderKeys {
  readonly identityKey: IdentityKey;
  readonly addressKey: AddressKey;
}

export interface KnownSender extends SenderKeys {
  readonly contactId: ContactId | null;
  readonly contactPointId: ContactPointId | null;
  readonly current: CurrentRequest | null;
  readonly told: SenderTold;
}

export interface KnownConsent {
  readonly contactPointId: ContactPointId;
  readonly optOuts: readonly OptOut[];
  /** When a question for help was recorded last. */
  readonly helpedAt: Instant | null;
}

/** What automatic texts a sender got lately, and what is to come. */
export interface SenderTold {
  /** Requests acknowledged after the time that was asked about. */
  readonly acknowledgements: number;
  /** When the digest that waits is due; null when none waits. */
  readonly digestDueAt: Instant | null;
  readonly digestSentAt: Instant | null;
}

export interface UntoldRequest {
  readonly requestId: ServiceRequestId;
  readonly contactPointId: ContactPointId;
}

export interface ScheduledDigest {
  readonly contactPointId: ContactPointId;
  readonly dueAt: Instant;
}

/** A request as registration sees it. */
export interface CurrentRequest {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly status: RequestStatus;
  readonly serviceCode: string | null;
  readonly conversationKey: IdentityKey | null;
  /** Whether the citizen's newest words still wait for a person's: then a response clock runs for them. */
  readonly awaitsReply: boolean;
  readonly nextDeadlineAt: Instant | null;
  readonly expectedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly lastMessageAt: Instant;
  readonly emergencies: readonly EmergencyKind[];
  /** A request has one clock of a legal duty at most. */
  readonly hasDuty: boolean;
}

/** Which send of which account a receipt is about. */
export interface ReportedSend {
  readonly channelAccountId: ChannelAccountId;
  /** As `send` returned it. */
  readonly providerId: string;
}

export interface FailedSend extends ReportedSend {
  readonly entryId: OutboxEntryId;
  /** The citizen was to answer it. */
  readonly asksCitizen: boolean;
  readonly request: CurrentRequest;
  readonly contactPointId: ContactPointId;
  /** Clocks that nothing but this send has met. */
  readonly metClocks: readonly {
    readonly id: SlaClockId;
    readonly dueAt: Instant;
    readonly metAt: Instant;
  }[];
}

/** The request that an emergency is about, and who was told. */
export interface PagedRequest {
  readonly emergencyId: EmergencyId;
  readonly staffId: StaffId;
  readonly number: string;
}

/** An answer that did not arrive, and since when it looks for another way. */
export interface TurnedAway {
  readonly entryId: OutboxEntryId;
  readonly refusal: Refusal;
  readonly at: Instant;
}

export interface UndeliverableAddress {
  readonly contactPointId: ContactPointId;
  readonly at: Instant;
}

export interface References {
  readonly requestIds: readonly ServiceRequestId[];
  readonly externalIds: readonly string[];
  readonly numbers: readonly string[];
}

export interface ReferencedRequest extends CurrentRequest {
  readonly requesterContactId: ContactId;
  /** Stored ids of its messages that were asked for. */
  readonly externalIds: readonly string[];
  /** Contacts who wrote on it: its participants. */
  readonly participants: readonly ContactId[];
}

export interface EnvelopeSettlement {
  readonly envelopeId: EnvelopeId;
  readonly outcome: EnvelopeOutcome;
  readonly requestId: ServiceRequestId | null;
  /** Why it was ignored or quarantined: a stable word. */
  readonly reason: string | null;
}

export interface QuarantinedEnvelope {
  readonly envelopeId: EnvelopeId;
  readonly reason: string;
  readonly quarantinedAt: Instant;
}

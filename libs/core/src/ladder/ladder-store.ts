import type { AuditEntry } from '../audit/audit-entry.js';
import type {
  ChannelAccountId,
  ContactPointId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
  StaffId,
} from '../identity/ids.js';
import type { NewOutboxEntry } from '../request/records.js';
import type { Instant } from '../time/instant.js';
import type { Addressed, TriedWay } from './next-rung.js';
import type { Refusal } from './refusal.js';

/** A person's answer that one way has refused, with its request locked. */
export interface RefusedAnswer {
  readonly entryId: OutboxEntryId;
  readonly rung: number;
  readonly refusal: Refusal;
  readonly requestId: ServiceRequestId;
  readonly requestNumber: string;
  readonly messageId: MessageId;
  readonly staffId: StaffId;
  readonly channelAccountId: ChannelAccountId;
  readonly contactPointId: ContactPointId;
  /** Where this way led. */
  readonly channelRef: string;
  /** As this way carried it. */
  readonly body: string;
  readonly text: string;
  readonly asksCitizen: boolean;
  readonly hasFiles: boolean;
  /** When the words were put into the outbox first. */
  readonly createdAt: Instant;
  /** When this way refused it, in the provider's words or ours. */
  readonly refusedAt: Instant;
  /** Until then the writer can take it back, whatever way it goes. */
  readonly heldUntil: Instant;
  readonly to: Addressed;
  /** Every way this answer has gone, this one included. */
  readonly tried: readonly TriedWay[];
}

/** What follows: one more entry for the same message, or, without one, a person's work. */
export interface LadderStep {
  readonly entry: NewOutboxEntry | null;
  readonly audit: AuditEntry;
}

/** Nothing yet: it is looked at again then, with what is known then. */
export interface LadderPause {
  readonly lookAgainAt: Instant;
}

export interface LadderLook {
  readonly now: Instant;
  readonly limit: number;
  readonly decide: (refused: RefusedAnswer) => LadderStep | LadderPause;
}

/** Throws `StoreUnavailable` or `StoreConflict`. */
export interface LadderStore {
  /**
   * Takes refused answers, each in a transaction of its own with its request locked, and writes what
   * was decided: an answer that a colleague has taken meanwhile is left out, and so is one that would
   * be sent the same way again and has arrived after all. One that fails keeps no other waiting; its
   * error is thrown in the end.
   */
  look(look: LadderLook): Promise<readonly LadderStep[]>;
}

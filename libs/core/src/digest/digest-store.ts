import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '../identity/ids.js';
import type { NewOutboxEntry } from '../request/records.js';
import type { RequestStatus } from '../request/status.js';
import type { Instant } from '../time/instant.js';

/** A request whose number its sender has not been told. */
export interface DigestRequest {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly channelAccountId: ChannelAccountId;
  readonly channelRef: string;
  readonly language: string;
  readonly status: RequestStatus;
  readonly awaitsReply: boolean;
  readonly expectedAt: Instant | null;
}

/** What one sender has not been told. */
export interface DueDigest {
  readonly contactPointId: ContactPointId;
  /** The oldest, at least one. */
  readonly requests: readonly [DigestRequest, ...DigestRequest[]];
  /** All of them, those above included. */
  readonly count: number;
}

export interface DigestQuestion {
  readonly now: Instant;
  /** Requests to read. */
  readonly most: number;
}

/** Digests of request numbers, one row a sender. Throws `StoreUnavailable` or `StoreConflict`. */
export interface DigestStore {
  /**
   * Puts the answer of `compose` into the outbox for one sender whose digest is due and whom no
   * colleague holds. In the same transaction everything is told and the next digest is not yet due,
   * so that a crash neither loses nor doubles one.
   *
   * @returns false when none is due.
   */
  sendNext(question: DigestQuestion, compose: (due: DueDigest) => NewOutboxEntry): Promise<boolean>;
}

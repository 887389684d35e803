import type { AuditEntry } from '../audit/audit-entry.js';
import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '../identity/ids.js';
import type { NewOutboxEntry } from '../request/records.js';
import type { SlaClock, SlaSegment } from '../sla/sla-clock.js';
import type { Instant } from '../time/instant.js';

/** A clock that runs or pauses, its ledger, and what its request has to do with it. */
export interface OpenClock {
  readonly clock: SlaClock;
  readonly history: readonly SlaSegment[];
  readonly request: ClockedRequest;
}

export interface ClockedRequest {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly language: string;
  readonly channelAccountId: ChannelAccountId;
  readonly channelRef: string;
  readonly contactPointId: ContactPointId;
  /** The time that the citizen was or may be told. */
  readonly expectedAt: Instant | null;
  /** An acknowledgement with the time left or will leave. */
  readonly acknowledged: boolean;
}

/** Clocks of a calendar that were counted in an older version than this one. */
export interface OutdatedClocks {
  readonly calendarName: string;
  readonly calendarVersion: number;
  readonly limit: number;
}

/** What one page of clocks becomes, written with one commit. */
export interface RecountedPage {
  readonly clocks: readonly SlaClock[];
  readonly segments: readonly SlaSegment[];
  readonly promises: readonly {
    readonly requestId: ServiceRequestId;
    readonly expectedAt: Instant;
  }[];
  readonly messages: readonly NewOutboxEntry[];
  readonly audit: AuditEntry;
}

/** Open clocks when the calendar that they are counted in changes. */
export interface RecountStore {
  /** Every open clock of a calendar once, page by page; what changes meanwhile may show or not. */
  openClocks(calendarName: string, pageSize: number): AsyncIterable<readonly OpenClock[]>;
  /**
   * Locks a page of outdated open clocks with their requests and writes what `plan` makes of them;
   * the next deadline of each request becomes the earliest of its running clocks, and notices of
   * breaches that a segment annuls are marked.
   *
   * @returns how many were outdated: 0 when the work is done.
   */
  recountPage(
    outdated: OutdatedClocks,
    plan: (clocks: readonly OpenClock[]) => RecountedPage,
  ): Promise<number>;
}

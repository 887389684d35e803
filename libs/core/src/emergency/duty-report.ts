import type { AuditEntry } from '../audit/audit-entry.js';
import type { Id, ServiceRequestId, StaffId } from '../identity/ids.js';
import type { ClockChange, SlaClock } from '../sla/sla-clock.js';
import type { Instant } from '../time/instant.js';

/** How a call to the state went. Only having spoken to a person fulfils the duty (G.S. 143-215.1C). */
export const dutyOutcomes = ['spoken', 'voicemail', 'fax'] as const;
export type DutyOutcome = (typeof dutyOutcomes)[number];

export interface DutyReport {
  readonly id: Id<'DutyReport'>;
  readonly requestId: ServiceRequestId;
  readonly outcome: DutyOutcome;
  readonly spokeTo: string | null;
  /** When they were spoken to, or the attempt was made. */
  readonly at: Instant;
  readonly gallons: number | null;
  readonly waterBody: string | null;
  readonly cause: string | null;
  readonly staffId: StaffId;
  readonly recordedAt: Instant;
}

export interface DutyStore {
  /**
   * Locks the request's duty clocks, decides and writes. Null: there is no such request; a request
   * without a duty has no clocks.
   */
  report<Value>(
    requestNumber: string,
    decide: (duty: {
      readonly requestId: ServiceRequestId;
      readonly clocks: readonly SlaClock[];
    }) => DutyDecision<Value>,
  ): Promise<Value | null>;
  ofRequest(requestId: ServiceRequestId): Promise<readonly DutyReport[]>;
}

export interface DutyDecision<Value> {
  readonly value: Value;
  /** Null: nothing is written. */
  readonly written: {
    readonly report: DutyReport;
    readonly changes: readonly ClockChange[];
    readonly audit: AuditEntry;
  } | null;
}

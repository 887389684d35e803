import type { PlannedAlert } from '../alert/plan-alert.js';
import type { AuditEntry } from '../audit/audit-entry.js';
import type { EmergencyId, ServiceRequestId } from '../identity/ids.js';
import type { ClockStarted } from '../sla/start-clock.js';
import type { Instant } from '../time/instant.js';
import type { Emergency, EmergencyChange, EmergencyStep } from './emergency.js';
import type { EmergencyKind } from './emergency-kind.js';

/** An emergency as people see it. */
export interface ShownEmergency extends Emergency {
  readonly requestNumber: string;
  readonly acknowledgedByName: string | null;
}

export interface EmergencyDetail extends ShownEmergency {
  readonly record: readonly ShownStep[];
}

export interface ShownStep extends EmergencyStep {
  readonly staffName: string | null;
  readonly requestNumber: string | null;
}

export interface EmergencyStore {
  /** The next ones whose turn has come: an index range. */
  due(now: Instant, limit: number): Promise<readonly EmergencyId[]>;
  /** Runs `work` with the emergency's row locked; null when there is none. */
  change<Value>(
    id: EmergencyId,
    work: (transaction: EmergencyTransaction, emergency: ShownEmergency) => Promise<Value>,
  ): Promise<Value | null>;
  /** Opens or appends for a request that a person flagged; the request shows its kind from then on. */
  report(
    flagged: {
      readonly requestNumber: string;
      readonly kind: EmergencyKind;
      readonly since: Instant;
    },
    decide: (known: KnownEmergencies) => ReportedByStaff,
  ): Promise<EmergencyChange | null>;
  /** The newest first; those that wait for somebody only, or all. */
  list(query: {
    readonly waiting: boolean;
    readonly limit: number;
  }): Promise<readonly ShownEmergency[]>;
  find(number: number): Promise<EmergencyDetail | null>;
  /** Those that a request reported. */
  ofRequest(requestId: ServiceRequestId): Promise<readonly EmergencyDetail[]>;
}

export interface KnownEmergencies {
  readonly requestId: ServiceRequestId;
  readonly subject: string;
  /** Its legal duty runs, or has run. */
  readonly hasDuty: boolean;
  readonly emergencies: readonly Emergency[];
  /** The running number of one that is opened now. */
  readonly nextNumber: number;
}

export interface ReportedByStaff {
  readonly change: EmergencyChange;
  /** The duty that begins with it; null for most. */
  readonly duty: ClockStarted | null;
  readonly audit: AuditEntry;
}

/** Changes to one emergency whose row is locked; everything in one transaction. */
export interface EmergencyTransaction {
  write(change: EmergencyChange): Promise<void>;
  /** Pages and alerts; the same one is told once. */
  addAlerts(planned: readonly PlannedAlert[]): Promise<void>;
  insertAudit(entry: AuditEntry): Promise<void>;
}

/** Which emergencies a batch of messages may belong to. */
export interface EmergencyQuery {
  readonly kinds: readonly EmergencyKind[];
  /** Those opened since, and all that still wait for somebody. */
  readonly since: Instant;
  /** Those that these requests reported first. */
  readonly requestIds: readonly ServiceRequestId[];
}

import type { StaffId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** One line of the append-only audit. Ids and codes only, never words or addresses. */
export interface AuditEntry {
  readonly at: Instant;
  /** Null: the system itself. */
  readonly staffId: StaffId | null;
  readonly action: AuditAction;
  /** What it happened to, as `request:<id>` or `account:<id>`. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export type AuditAction =
  | 'request.created'
  | 'request.joined'
  | 'request.reopened'
  | 'request.closed'
  | 'request.replied'
  | 'request.noted'
  | 'request.called'
  | 'request.handled'
  | 'request.flagged'
  | 'consent.recorded'
  | 'emergency.acknowledged'
  | 'duty.reported'
  | 'message.withdrawn'
  | 'message.resent'
  | 'message.reconciled'
  | 'message.bounced'
  | 'message.laddered'
  | 'message.undelivered'
  | 'message.source-read'
  | 'envelope.quarantined'
  | 'envelope.source-read'
  | 'account.added'
  | 'account.changed'
  | 'calendar.saved'
  | 'clocks.recounted'
  | 'policies.saved'
  | 'rota.saved'
  | 'secrets.rotated'
  | 'staff.created'
  | 'staff.address-added'
  | 'staff.address-removed'
  | 'key.created';

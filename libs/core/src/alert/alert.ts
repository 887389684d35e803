import type { DedupeKey } from '../identity/binary-key.js';
import type { AlertId, OutboxEntryId, ServiceRequestId, StaffId } from '../identity/ids.js';
import type { StaffRole } from '../staff/staff-store.js';
import type { Instant } from '../time/instant.js';

export type AlertKind =
  'warning' | 'breach' | 'escalation' | 'page' | 'silence' | 'watch' | 'account' | 'rota' | 'spend';

/**
 * `open`: on its way, or waiting for the next way of reaching the person; `sent`: a provider took it;
 * `failed`: no way is left.
 */
export type AlertState = 'open' | 'sent' | 'failed';

/** One person is told one thing, by one way of reaching them after the other. */
export interface Alert {
  readonly id: AlertId;
  /** The same news for the same person is told once. */
  readonly key: DedupeKey;
  readonly kind: AlertKind;
  /** What it is about, as `clock:<id>`, `emergency:<id>`, `account:<id>` or `town`. */
  readonly subject: string;
  readonly requestId: ServiceRequestId | null;
  readonly staffId: StaffId;
  readonly title: string;
  readonly text: string;
  /** Told in quiet hours too. */
  readonly urgent: boolean;
  readonly state: AlertState;
  /** Which of the ways was tried last, from 0. */
  readonly transport: number;
  /** Every way that was tried, by its key: none is tried twice, whatever becomes of the accounts. */
  readonly tried: readonly string[];
  readonly outboxId: OutboxEntryId | null;
  /** When it is looked at again. */
  readonly lookAt: Instant;
  readonly createdAt: Instant;
}

/** A person of the town and where they can be reached, best first. */
export interface Addressee {
  readonly staffId: StaffId;
  readonly name: string;
  readonly role: StaffRole;
  readonly addresses: readonly { readonly kind: string; readonly address: string }[];
}

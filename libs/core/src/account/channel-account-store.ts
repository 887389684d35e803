import type { AuditEntry } from '../audit/audit-entry.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** One configured mailbox, number or page, as stored: its settings are sealed. */
export interface ChannelAccountRecord {
  readonly id: ChannelAccountId;
  /** Unique; stands in the webhook address. Lower case, digits and dashes. */
  readonly code: string;
  readonly channel: string;
  readonly title: string;
  /** JSON sealed by the secret box. */
  readonly sealedSettings: string;
  readonly enabled: boolean;
  /** Grows with every change; processes reload what has a newer version. */
  readonly version: number;
  readonly createdAt: Instant;
}

export interface ChannelAccountStore {
  list(): Promise<readonly ChannelAccountRecord[]>;
  /** A small read that tells whether anything changed since the last look. */
  newestVersions(): Promise<string>;
  /** @returns false when the code is taken. */
  add(account: ChannelAccountRecord, audit: AuditEntry): Promise<boolean>;
  /** Replaces settings and switch where the version is still the given one. @returns false when it is not. */
  replace(account: ChannelAccountRecord, audit: AuditEntry): Promise<boolean>;
}

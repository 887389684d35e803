import type { AuditEntry } from '../audit/audit-entry.js';
import type { StaffId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

export const staffRoles = ['advocate', 'supervisor', 'administrator', 'records_officer'] as const;
export type StaffRole = (typeof staffRoles)[number];

export interface StaffMember {
  readonly id: StaffId;
  readonly name: string;
  readonly role: StaffRole;
}

export interface StaffKey {
  readonly staffId: StaffId;
  /** SHA-256 of the API key; keys themselves are never stored. */
  readonly keyHash: Buffer;
  readonly createdAt: Instant;
}

export interface StaffStore {
  findByKeyHash(keyHash: Buffer): Promise<StaffMember | null>;
  findAdministrator(): Promise<StaffMember | null>;
  add(member: StaffMember & { readonly createdAt: Instant }, audit: AuditEntry): Promise<void>;
  addKey(key: StaffKey, audit: AuditEntry): Promise<void>;
}

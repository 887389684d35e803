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

export interface ListedStaff extends StaffMember {
  readonly addresses: readonly Pick<StaffAddress, 'kind' | 'address'>[];
}

export interface StaffKey {
  readonly staffId: StaffId;
  /** SHA-256 of the API key; keys themselves are never stored. */
  readonly keyHash: Buffer;
  readonly createdAt: Instant;
}

/** One way of reaching a member of staff. */
export interface StaffAddress {
  readonly staffId: StaffId;
  /** As of contact points, such as `phone`. */
  readonly kind: string;
  readonly address: string;
}

export interface StaffStore {
  /** Everybody, by name, with their addresses, best first. */
  list(): Promise<readonly ListedStaff[]>;
  /** Comes after the addresses the person has. @returns false when they have it already. */
  addAddress(address: StaffAddress, at: Instant, audit: AuditEntry): Promise<boolean>;
  /** @returns false when there was none such. */
  removeAddress(address: StaffAddress, audit: AuditEntry): Promise<boolean>;
  findByKeyHash(keyHash: Buffer): Promise<StaffMember | null>;
  findAdministrator(): Promise<StaffMember | null>;
  add(member: StaffMember & { readonly createdAt: Instant }, audit: AuditEntry): Promise<void>;
  addKey(key: StaffKey, audit: AuditEntry): Promise<void>;
}

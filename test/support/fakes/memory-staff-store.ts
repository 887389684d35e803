import type { AuditEntry } from '#core/audit/audit-entry';
import type {
  ListedStaff,
  StaffAddress,
  StaffKey,
  StaffMember,
  StaffStore,
} from '#core/staff/staff-store';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';

export class MemoryStaffStore implements StaffStore {
  constructor(private readonly database: MemoryDatabase) {}

  async findByKeyHash(keyHash: Buffer): Promise<StaffMember | null> {
    return this.database.transaction(() => {
      const key = this.database.staffKeys.get(keyHash.toString('hex'));
      return key === undefined ? null : memberOf(this.database.staff.get(key.staffId));
    });
  }

  async findAdministrator(): Promise<StaffMember | null> {
    return this.database.transaction(() =>
      memberOf(this.database.staff.all().find((member) => member.role === 'administrator')),
    );
  }

  async list(): Promise<readonly ListedStaff[]> {
    return this.database.transaction(() => listedStaff(this.database));
  }

  async addAddress(address: StaffAddress, _at: Instant, audit: AuditEntry): Promise<boolean> {
    return this.database.transaction(() => {
      const { staffAddresses } = this.database;
      const key = addressKey(address);
      if (staffAddresses.get(key) !== undefined) return false;
      staffAddresses.insert(key, address);
      this.database.audit.insert(this.database.nextKey(this.database.audit), audit);
      return true;
    });
  }

  async removeAddress(address: StaffAddress, audit: AuditEntry): Promise<boolean> {
    return this.database.transaction(() => {
      const key = addressKey(address);
      if (this.database.staffAddresses.get(key) === undefined) return false;
      this.database.staffAddresses.delete(key);
      this.database.audit.insert(this.database.nextKey(this.database.audit), audit);
      return true;
    });
  }

  async add(
    member: StaffMember & { readonly createdAt: Instant },
    audit: AuditEntry,
  ): Promise<void> {
    await this.database.transaction(() => {
      this.database.staff.insert(member.id, member);
      this.database.audit.insert(this.database.nextKey(this.database.audit), audit);
    });
  }

  async addKey(key: StaffKey, audit: AuditEntry): Promise<void> {
    await this.database.transaction(() => {
      this.database.staffKeys.insert(key.keyHash.toString('hex'), key);
      this.database.audit.insert(this.database.nextKey(this.database.audit), audit);
    });
  }
}

function memberOf(row: StaffMember | undefined): StaffMember | null {
  return row === undefined ? null : { id: row.id, name: row.name, role: row.role };
}

export function listedStaff(database: MemoryDatabase): readonly ListedStaff[] {
  return database.staff
    .all()
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ id, name, role }) => ({
      ...{ id, name, role },
      addresses: database.staffAddresses
        .all()
        .filter(({ staffId }) => staffId === id)
        .map(({ kind, address }) => ({ kind, address })),
    }));
}

function addressKey({ staffId, kind, address }: StaffAddress): string {
  return `${staffId} ${kind} ${address}`;
}

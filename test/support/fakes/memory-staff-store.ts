import type { AuditEntry } from '#core/audit/audit-entry';
import type { StaffKey, StaffMember, StaffStore } from '#core/staff/staff-store';
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

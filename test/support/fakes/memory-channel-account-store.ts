import type {
  ChannelAccountRecord,
  ChannelAccountStore,
} from '#core/account/channel-account-store';
import type { AuditEntry } from '#core/audit/audit-entry';
import { StoreConflict } from '#core/error/store-errors';

import type { MemoryDatabase } from './memory-database.js';

export class MemoryChannelAccountStore implements ChannelAccountStore {
  constructor(private readonly database: MemoryDatabase) {}

  async list(): Promise<readonly ChannelAccountRecord[]> {
    return this.database.transaction(() => this.database.accounts.all());
  }

  async newestVersions(): Promise<string> {
    return this.database.transaction(() =>
      this.database.accounts
        .all()
        .map(({ id, version }) => `${id}:${String(version)}`)
        .sort()
        .join(' '),
    );
  }

  async add(account: ChannelAccountRecord, audit: AuditEntry): Promise<boolean> {
    try {
      await this.database.transaction(() => {
        this.database.accounts.insert(account.id, account);
        this.insertAudit(audit);
      });
      return true;
    } catch (error) {
      if (error instanceof StoreConflict) return false;
      throw error;
    }
  }

  async replace(account: ChannelAccountRecord, audit: AuditEntry): Promise<boolean> {
    return this.database.transaction(() => {
      if (this.database.accounts.get(account.id)?.version !== account.version) return false;
      this.database.accounts.update(account.id, { ...account, version: account.version + 1 });
      this.insertAudit(audit);
      return true;
    });
  }

  private insertAudit(audit: AuditEntry): void {
    this.database.audit.insert(this.database.nextKey(this.database.audit), audit);
  }
}

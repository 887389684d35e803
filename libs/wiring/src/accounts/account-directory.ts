import type {
  ChannelAccountRecord,
  ChannelAccountStore,
} from '#core/account/channel-account-store';
import type { ChannelAccounts, LiveAccount } from '#core/account/channel-accounts';
import type { ChannelAccountId } from '#core/identity/ids';

import { type AccountParts, openAccount, type OpenedAccount } from './live-account.js';

interface Entry {
  readonly record: ChannelAccountRecord;
  readonly opened: OpenedAccount;
}

export interface DirectoryEvents {
  readonly broken: (record: ChannelAccountRecord, reason: string) => void;
  readonly brokenCount: (count: number) => void;
}

/** An account as people see it, broken ones included. */
export interface DirectoryEntry {
  readonly record: ChannelAccountRecord;
  /** Null when it works. */
  readonly fault: string | null;
  readonly sandbox: boolean;
}

/**
 * The accounts of this process: a snapshot that `refresh` replaces when the database has newer
 * versions. An account that did not change keeps its adapter.
 */
export class AccountDirectory implements ChannelAccounts {
  private entries = new Map<ChannelAccountId, Entry>();
  private versions = '';

  constructor(
    private readonly store: ChannelAccountStore,
    private readonly parts: AccountParts,
    private readonly events: DirectoryEvents,
  ) {}

  byCode(code: string): LiveAccount | null {
    return this.enabled().find((account) => account.code === code) ?? null;
  }

  byId(id: ChannelAccountId): LiveAccount | 'broken' | 'unknown' {
    const entry = this.entries.get(id);
    if (entry === undefined) return 'unknown';
    return entry.opened.kind === 'live' ? entry.opened.account : 'broken';
  }

  enabled(): readonly LiveAccount[] {
    return [...this.entries.values()].flatMap(({ opened }) =>
      opened.kind === 'live' && opened.account.enabled ? [opened.account] : [],
    );
  }

  all(): readonly DirectoryEntry[] {
    return [...this.entries.values()].map(({ record, opened }) => ({
      record,
      fault: opened.kind === 'broken' ? opened.reason : null,
      sandbox: opened.sandbox,
    }));
  }

  /** @returns whether anything changed. */
  async refresh(): Promise<boolean> {
    const versions = await this.store.newestVersions();
    if (versions === this.versions) return false;
    this.replace(await this.store.list());
    this.versions = versions;
    return true;
  }

  /** Ends the pools of all adapters. */
  async close(): Promise<void> {
    const accounts = [...this.entries.values()].map(({ opened }) => opened);
    await Promise.allSettled(accounts.map(closeAdapter));
  }

  private replace(records: readonly ChannelAccountRecord[]): void {
    const before = this.entries;
    this.entries = new Map(records.map((record) => [record.id, this.entryOf(record, before)]));
    const kept = new Set([...this.entries.values()].map(({ opened }) => opened));
    const retired = [...before.values()].filter(({ opened }) => !kept.has(opened));
    for (const { opened } of retired) this.closeLater(opened);
    this.events.brokenCount(this.all().filter(({ fault }) => fault !== null).length);
  }

  private entryOf(record: ChannelAccountRecord, before: ReadonlyMap<string, Entry>): Entry {
    const known = before.get(record.id);
    if (known?.record.version === record.version) return known;
    const opened = openAccount(record, this.parts);
    if (opened.kind === 'broken') this.events.broken(record, opened.reason);
    return { record, opened };
  }

  /** What is under way with the old settings may end with them. */
  private closeLater(opened: OpenedAccount): void {
    const pacing = opened.kind === 'live' ? opened.account.pacing : this.parts.pacing;
    const { sendTimeoutMs, sendTimeFactor = 1 } = pacing;
    const timer = setTimeout(() => void closeAdapter(opened), sendTimeoutMs * sendTimeFactor);
    timer.unref();
  }
}

async function closeAdapter(opened: OpenedAccount): Promise<void> {
  if (opened.kind === 'live') await opened.account.adapter.close?.();
}

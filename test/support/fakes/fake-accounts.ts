import type { ChannelAccounts, LiveAccount } from '#core/account/channel-accounts';
import type { ChannelAccountId } from '#core/identity/ids';

import { fakeAccount } from './fake-channel.js';

/** A snapshot that tests change as they go. */
export class FakeAccounts implements ChannelAccounts {
  readonly broken = new Set<ChannelAccountId>();
  private readonly live: Map<ChannelAccountId, LiveAccount>;

  constructor(...accounts: readonly LiveAccount[]) {
    const given = accounts.length === 0 ? [fakeAccount()] : accounts;
    this.live = new Map(given.map((account) => [account.id, account]));
  }

  put(account: LiveAccount): void {
    this.live.set(account.id, account);
  }

  forget(id: ChannelAccountId): void {
    this.live.delete(id);
  }

  byCode(code: string): LiveAccount | null {
    return this.enabled().find((account) => account.code === code) ?? null;
  }

  byId(id: ChannelAccountId): LiveAccount | 'broken' | 'unknown' {
    return this.broken.has(id) ? 'broken' : (this.live.get(id) ?? 'unknown');
  }

  enabled(): readonly LiveAccount[] {
    return [...this.live.values()].filter((account) => account.enabled);
  }
}

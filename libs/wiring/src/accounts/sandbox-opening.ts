import { Inject, Injectable } from '@nestjs/common';

import type { LiveAccount } from '#core/account/channel-accounts';

import { AccountDirectory } from './account-directory.js';

/**
 * The sandbox that this process is about to start: until it is open, or known not to come, nobody
 * asks the providers that it plays. A process that starts none waits for none.
 */
@Injectable()
export class SandboxOpening {
  private awaited = false;
  private readonly listeners: (() => void)[] = [];

  constructor(@Inject(AccountDirectory) private readonly accounts: Pick<AccountDirectory, 'all'>) {}

  begin(): void {
    this.awaited = true;
  }

  /** It is open, or there will be none: what cannot be reached from now on is a fault to tell. */
  end(): void {
    if (!this.awaited) return;
    this.awaited = false;
    for (const listener of this.listeners) listener();
  }

  onEnd(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Without the accounts whose provider is not there yet. */
  reachable(accounts: readonly LiveAccount[]): readonly LiveAccount[] {
    if (!this.awaited) return accounts;
    const played = new Set(
      this.accounts.all().flatMap(({ record, sandbox }) => (sandbox ? [record.id] : [])),
    );
    return accounts.filter(({ id }) => !played.has(id));
  }
}

import { Inject, Injectable } from '@nestjs/common';

import { AccountDirectory } from '../accounts/account-directory.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { SETTINGS } from '../tokens.js';
import { countedLoop } from '../worker/counted-loop.js';
import type { WorkLoop } from '../worker/work-loop.js';

/** Keeps the accounts of a process up to date: every process verifies, so every process needs it. */
@Injectable()
export class AccountsRefresh {
  readonly loop: WorkLoop;

  constructor(
    @Inject(AccountDirectory) accounts: AccountDirectory,
    @Inject(SETTINGS) settings: Settings,
    @Inject(TownEvents) events: TownEvents,
  ) {
    const round = async () => {
      await accounts.refresh();
    };
    const work = { name: 'accounts', round, waitMs: () => settings.accountsEveryMs };
    this.loop = countedLoop(work, settings, events);
  }
}

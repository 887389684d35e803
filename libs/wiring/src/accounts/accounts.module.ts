import { Module } from '@nestjs/common';

import type { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { LineMetrics } from '../observability/line-metrics.js';
import { TownEvents } from '../observability/town-events.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { DATABASE } from '../tokens.js';
import { TownDirectoryModule } from '../town/town-directory.module.js';
import { AccountDirectory } from './account-directory.js';
import { ManageAccounts } from './manage-accounts.js';
import { SandboxAccounts } from './sandbox-accounts.js';
import { SandboxOpening } from './sandbox-opening.js';
import { TownAccountParts } from './town-account-parts.js';

/** The accounts of this process and how people change them. */
@Module({
  imports: [DatabaseModule, SecretsModule, TownDirectoryModule],
  providers: [
    TownAccountParts,
    {
      provide: AccountDirectory,
      inject: [DATABASE, TownAccountParts, TownEvents, LineMetrics],
      useFactory: openDirectory,
    },
    ManageAccounts,
    SandboxAccounts,
    SandboxOpening,
  ],
  exports: [AccountDirectory, ManageAccounts, SandboxAccounts, SandboxOpening],
})
export class AccountsModule {}

function openDirectory(
  { accounts }: Database,
  parts: TownAccountParts,
  events: TownEvents,
  metrics: LineMetrics,
): AccountDirectory {
  return new AccountDirectory(accounts, parts, {
    broken: ({ code }, reason) => events.say('account_broken', { account: code, reason }),
    brokenCount: (count) => metrics.accountsBroken.set(count),
  });
}

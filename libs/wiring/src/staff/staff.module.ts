import { Module } from '@nestjs/common';

import type { NewId } from '#core/identity/ids';
import type { LedgerPorts } from '#core/ledger/verify-ledger';
import type { JobQueue } from '#core/queue/job-queue';
import type { StaffActionPorts } from '#core/reply/staff-action';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import type { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { DATABASE, LEDGER_PORTS, NEW_ID, STAFF_ACTION_PORTS } from '../tokens.js';

/** What people of the town do to requests, and the proof that nothing was lost. */
@Module({
  imports: [DatabaseModule, AccountsModule],
  providers: [
    {
      provide: STAFF_ACTION_PORTS,
      inject: [DATABASE, AccountDirectory, NEW_ID, JOB_QUEUE],
      useFactory: (
        { requests, files, clock }: Database,
        accounts: AccountDirectory,
        newId: NewId,
        queue: JobQueue,
      ): StaffActionPorts => ({
        requests,
        accounts,
        files,
        clock,
        newId,
        ring: () => queue.ring('deliver'),
      }),
    },
    {
      provide: LEDGER_PORTS,
      inject: [DATABASE],
      useFactory: ({ ledger, files, clock }: Database): LedgerPorts => ({ ledger, files, clock }),
    },
  ],
  exports: [STAFF_ACTION_PORTS, LEDGER_PORTS],
})
export class StaffModule {}

import { Module } from '@nestjs/common';

import type { LedgerPorts } from '#core/ledger/verify-ledger';

import { AccountsModule } from '../accounts/accounts.module.js';
import type { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { DATABASE, LEDGER_PORTS, STAFF_ACTION_PORTS } from '../tokens.js';
import { TownDirectoryModule } from '../town/town-directory.module.js';
import { TownStaffActions } from './town-staff-actions.js';

/** What people of the town do to requests, and the proof that nothing was lost. */
@Module({
  imports: [DatabaseModule, AccountsModule, TownDirectoryModule],
  providers: [
    { provide: STAFF_ACTION_PORTS, useClass: TownStaffActions },
    {
      provide: LEDGER_PORTS,
      inject: [DATABASE],
      useFactory: ({ ledger, files, clock }: Database): LedgerPorts => ({ ledger, files, clock }),
    },
  ],
  exports: [STAFF_ACTION_PORTS, LEDGER_PORTS],
})
export class StaffModule {}

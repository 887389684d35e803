import { Module } from '@nestjs/common';

import { OutboxDelivery } from '#core/delivery/deliver-outbox';

import { AccountsModule } from '../accounts/accounts.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { AccountLoops } from './account-loops.js';
import { DigestRound } from './digest-round.js';
import { RegistrationRound } from './registration-round.js';
import { TownDelivery } from './town-delivery.js';
import { Worker } from './worker.js';
import { WorkerLoops } from './worker-loops.js';

/** The loops of one worker process. */
@Module({
  imports: [DatabaseModule, AccountsModule, IntakeModule],
  providers: [
    RegistrationRound,
    DigestRound,
    { provide: OutboxDelivery, useClass: TownDelivery },
    AccountLoops,
    WorkerLoops,
    Worker,
  ],
  exports: [Worker],
})
export class WorkerModule {}

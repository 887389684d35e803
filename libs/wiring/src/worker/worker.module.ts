import { Module } from '@nestjs/common';

import { OutboxDelivery } from '#core/delivery/deliver-outbox';

import { AccountsModule } from '../accounts/accounts.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { EmergencyModule } from '../emergency/emergency.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { CalendarsModule } from '../town/calendars.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { AccountLoops } from './account-loops.js';
import { DigestRound } from './digest-round.js';
import { LadderRound } from './ladder-round.js';
import { RegistrationRound } from './registration-round.js';
import { TownDelivery } from './town-delivery.js';
import { Worker } from './worker.js';
import { WorkerLoops } from './worker-loops.js';

/** The loops of one worker process. */
@Module({
  imports: [
    ...[DatabaseModule, AccountsModule, IntakeModule, WatchModule, CalendarsModule],
    EmergencyModule,
  ],
  providers: [
    RegistrationRound,
    DigestRound,
    LadderRound,
    { provide: OutboxDelivery, useClass: TownDelivery },
    AccountLoops,
    WorkerLoops,
    Worker,
  ],
  exports: [Worker],
})
export class WorkerModule {}

import { Module } from '@nestjs/common';

import { AccountsModule } from '../accounts/accounts.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { TownEmergencies } from './town-emergencies.js';
import { TownRota } from './town-rota.js';

/** Emergencies, who is told of them, and who is on call. */
@Module({
  imports: [DatabaseModule, AccountsModule, IntakeModule, SecretsModule],
  providers: [TownEmergencies, TownRota],
  exports: [TownEmergencies, TownRota],
})
export class EmergencyModule {}

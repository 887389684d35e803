import { Module } from '@nestjs/common';

import { AccountsModule } from '../accounts/accounts.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { TownLimits } from './town-limits.js';
import { TownSilence } from './town-silence.js';
import { TownWatch } from './town-watch.js';
import { WatchOverWatch } from './watch-over-watch.js';

/** Noticing what is late, and that somebody notices. */
@Module({
  imports: [DatabaseModule, AccountsModule, IntakeModule],
  providers: [TownWatch, TownSilence, TownLimits, WatchOverWatch],
  exports: [TownWatch, TownSilence, TownLimits, WatchOverWatch],
})
export class WatchModule {}

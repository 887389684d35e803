import { Module } from '@nestjs/common';

import { DatabaseModule } from '../database/database.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { TownCalendars } from './town-calendars.js';

/** Changing calendars, for those who ask and for the worker that ends what they began. */
@Module({
  imports: [DatabaseModule, IntakeModule],
  providers: [TownCalendars],
  exports: [TownCalendars],
})
export class CalendarsModule {}

import { Module } from '@nestjs/common';

import { timeOrderedIds } from '#core/identity/time-ordered-id';
import type { Clock } from '#core/time/clock';

import { CLOCK, DATABASE, FILES, NEW_ID, SETTINGS } from '../tokens.js';
import type { Database } from './database.js';
import { openTownDatabase } from './open-town-database.js';

/** The stores, the clock, the files and fresh ids. */
@Module({
  providers: [
    { provide: DATABASE, inject: [SETTINGS], useFactory: openTownDatabase },
    { provide: CLOCK, inject: [DATABASE], useFactory: ({ clock }: Database) => clock },
    { provide: FILES, inject: [DATABASE], useFactory: ({ files }: Database) => files },
    { provide: NEW_ID, inject: [CLOCK], useFactory: (clock: Clock) => timeOrderedIds(clock) },
  ],
  exports: [DATABASE, CLOCK, FILES, NEW_ID],
})
export class DatabaseModule {}

import { Module } from '@nestjs/common';

import type { Town } from '#core/account/town';

import type { Database } from '../database/database.js';
import { DatabaseModule } from '../database/database.module.js';
import { LineMetrics } from '../observability/line-metrics.js';
import { TownEvents } from '../observability/town-events.js';
import type { Settings } from '../settings/read-settings.js';
import { DATABASE, SETTINGS, TOWN } from '../tokens.js';
import { TownDirectory } from './town-directory.js';

/** What people decided about the town, as this process knows it. */
@Module({
  imports: [DatabaseModule],
  providers: [
    {
      provide: TownDirectory,
      inject: [DATABASE, TownEvents, LineMetrics],
      useFactory: openDirectory,
    },
    {
      provide: TOWN,
      inject: [TownDirectory, SETTINGS],
      useFactory:
        (directory: TownDirectory, { phone }: Settings) =>
        (): Town => ({
          ...directory.town(),
          phone,
        }),
    },
  ],
  exports: [TownDirectory, TOWN],
})
export class TownDirectoryModule {}

function openDirectory(
  { documents }: Database,
  events: TownEvents,
  metrics: LineMetrics,
): TownDirectory {
  return new TownDirectory(documents, {
    broken: ({ document: { kind, name, version }, problem }) => {
      const fields = (problem.faults ?? []).map(({ field }) => field).join(', ');
      events.say('document_broken', { kind, document: `${kind}/${name}/${version}`, fields });
    },
    brokenCount: (count) => metrics.documentsBroken.set(count),
  });
}

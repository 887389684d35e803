import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { NewId } from '#core/identity/ids';
import type { Database } from '#wiring/database/database';
import { TownEvents } from '#wiring/observability/town-events';
import type { Settings } from '#wiring/settings/read-settings';
import { seedAdministrator, type Seeding } from '#wiring/staff/seed-administrator';
import { DATABASE, NEW_ID } from '#wiring/tokens';
import { TownProcess } from '#wiring/town/town-process';

export interface Served {
  /** Where the process itself listens, as `http://localhost:3110`. */
  readonly url: string;
  readonly seeding: Seeding;
}

/** Begins the town's work, then listens: the first request finds everything ready. */
export async function serve(app: NestFastifyApplication, settings: Settings): Promise<Served> {
  await app.get(TownProcess).begin();
  await app.listen({ port: settings.port, host: settings.host });
  const url = listeningUrl(app, settings);
  const { staff, clock } = app.get<Database>(DATABASE);
  const newId = app.get<NewId>(NEW_ID);
  const seeding = await seedAdministrator(
    { staff, clock, newId, dataFolder: settings.dataFolder },
    url,
  );
  const events = app.get(TownEvents);
  if (seeding.kind === 'seeded') events.say('staff_seeded');
  events.say('town_started', { role: settings.role, pid: process.pid });
  return { url, seeding };
}

function listeningUrl(app: NestFastifyApplication, { host }: Settings): string {
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const everywhere = host === '0.0.0.0' || host === '::';
  return `http://${everywhere ? 'localhost' : host}:${port}`;
}

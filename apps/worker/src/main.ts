import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';

import { NestLogger } from '#wiring/observability/logger';
import { TownEvents } from '#wiring/observability/town-events';
import { readSettings } from '#wiring/settings/read-settings';
import { LOGGER } from '#wiring/tokens';
import { quietStart } from '#wiring/town/quiet-start';
import { startOrExplain, stopOnSignals } from '#wiring/town/stop-on-signals';
import { TownModule } from '#wiring/town/town.module';
import { TownProcess } from '#wiring/town/town-process';

await startOrExplain(async () => {
  const settings = readSettings(process.env, 'service');
  const context = await NestFactory.createApplicationContext(
    TownModule.register(settings, { works: true }),
    quietStart,
  );
  context.useLogger(new NestLogger(context.get<Logger>(LOGGER)));
  const events = context.get(TownEvents);
  stopOnSignals(async (signal) => {
    events.say('town_stopping', { signal });
    await context.close();
  });
  await context.get(TownProcess).begin();
  events.say('town_started', { role: settings.role, pid: process.pid });
});

import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';

import type { Settings } from '../settings/read-settings.js';
import { LOGGER, SETTINGS } from '../tokens.js';
import { LineMetrics } from './line-metrics.js';
import { createLogger } from './logger.js';
import { TownEvents } from './town-events.js';

/** Logs and figures: `LOGGER`, `TownEvents`, `LineMetrics` and the registry they count in. */
@Global()
@Module({
  providers: [
    { provide: Registry, useFactory: () => new Registry() },
    {
      provide: LOGGER,
      inject: [SETTINGS],
      useFactory: ({ logLevel }: Settings) => createLogger(logLevel),
    },
    {
      provide: TownEvents,
      inject: [LOGGER, Registry],
      useFactory: (logger: Logger, registry: Registry) => new TownEvents(logger, registry),
    },
    {
      provide: LineMetrics,
      inject: [Registry],
      useFactory: (registry: Registry) => new LineMetrics(registry),
    },
  ],
  exports: [LOGGER, Registry, TownEvents, LineMetrics],
})
export class ObservabilityModule implements OnApplicationShutdown {
  constructor(@Inject(LineMetrics) private readonly metrics: LineMetrics) {}

  onApplicationShutdown(): void {
    this.metrics.stop();
  }
}

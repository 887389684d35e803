import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';

import { AccountsModule } from '../accounts/accounts.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { MetricsServer } from '../observability/metrics-server.js';
import { ObservabilityModule } from '../observability/observability.module.js';
import { TownQueueModule } from '../queue/town-queue.module.js';
import type { Settings } from '../settings/read-settings.js';
import { SettingsModule } from '../settings/settings.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { WorkerModule } from '../worker/worker.module.js';
import { AccountsRefresh } from './accounts-refresh.js';
import { DocumentsRefresh } from './documents-refresh.js';
import { QueueWatch } from './queue-watch.js';
import { TownProcess } from './town-process.js';

/** One process of the town, with or without worker loops; gives `TownProcess`. */
@Module({})
export class TownModule implements OnModuleDestroy, OnApplicationShutdown {
  constructor(@Inject(TownProcess) private readonly town: TownProcess) {}

  static register(settings: Settings, options: { readonly works: boolean }): DynamicModule {
    return {
      module: TownModule,
      imports: [
        SettingsModule.register(settings),
        ObservabilityModule,
        TownQueueModule.register(settings, options.works),
        ...[DatabaseModule, AccountsModule, IntakeModule, WatchModule],
        ...(options.works ? [WorkerModule] : []),
      ],
      providers: [MetricsServer, QueueWatch, AccountsRefresh, DocumentsRefresh, TownProcess],
      exports: [TownProcess],
    };
  }

  onModuleDestroy(): void {
    this.town.announceEnd();
  }

  onApplicationShutdown(): Promise<void> {
    return this.town.end();
  }
}

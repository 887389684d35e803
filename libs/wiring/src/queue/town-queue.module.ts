import { type DynamicModule, Module } from '@nestjs/common';

import { QueueModule } from '#queue/queue.module';

import type { Settings } from '../settings/read-settings.js';

/** The doorbell as the settings ask for it, exported as `JOB_QUEUE` of the queue library. */
@Module({})
export class TownQueueModule {
  /** @param listens whether this process has worker loops. */
  static register({ redisUrl }: Settings, listens: boolean): DynamicModule {
    const queue = QueueModule.register({ redisUrl, listens });
    return { module: TownQueueModule, global: true, imports: [queue], exports: [queue] };
  }
}

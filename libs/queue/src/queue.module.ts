import { BullModule } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';

import { BellProcessor } from './bull/bell.processor.js';
import { BELL_QUEUE } from './bull/bell-queue.js';
import { BullJobQueue } from './bull/bull-job-queue.js';
import { RedisConnections } from './bull/redis-connections.js';
import { inProcessQueue } from './in-process-queue.js';
import { LocalBells } from './local-bells.js';

export const JOB_QUEUE = Symbol('JobQueue');

export interface QueueOptions {
  /** Null: everything runs in this process and needs no Redis. */
  readonly redisUrl: string | null;
  /** A process without workers must not take jobs: it would swallow the rings meant for others. */
  readonly listens: boolean;
}

/** The doorbell of the town, on Redis through Bull or within the process; gives `JOB_QUEUE`. */
@Module({})
export class QueueModule {
  static register(options: QueueOptions): DynamicModule {
    return options.redisUrl === null ? inProcess() : onRedis(options.redisUrl, options.listens);
  }
}

function inProcess(): DynamicModule {
  return {
    module: QueueModule,
    providers: [{ provide: JOB_QUEUE, useFactory: inProcessQueue }],
    exports: [JOB_QUEUE],
  };
}

function onRedis(redisUrl: string, listens: boolean): DynamicModule {
  const connections = new RedisConnections(redisUrl);
  return {
    module: QueueModule,
    imports: [
      BullModule.registerQueue({
        name: BELL_QUEUE,
        prefix: '{townline}',
        createClient: () => connections.connect(),
      }),
    ],
    providers: [
      { provide: RedisConnections, useValue: connections },
      LocalBells,
      { provide: JOB_QUEUE, useClass: BullJobQueue },
      ...(listens ? [BellProcessor] : []),
    ],
    exports: [JOB_QUEUE],
  };
}

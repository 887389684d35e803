import { Inject, Injectable } from '@nestjs/common';

import { OutboxDelivery } from '#core/delivery/deliver-outbox';
import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import type { Settings } from '../settings/read-settings.js';
import { SETTINGS } from '../tokens.js';
import { AccountLoops } from './account-loops.js';
import { WorkerLoops } from './worker-loops.js';

/** Everything a process does besides answering HTTP: started together, drained in order. */
@Injectable()
export class Worker {
  private stopListening: (() => void)[] = [];

  constructor(
    @Inject(WorkerLoops) private readonly loops: WorkerLoops,
    @Inject(AccountLoops) private readonly accountLoops: AccountLoops,
    @Inject(OutboxDelivery) private readonly delivery: OutboxDelivery,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  start(): void {
    const { register, deliver } = this.loops;
    this.stopListening = [
      this.queue.onRing('register', () => register.wake()),
      this.queue.onRing('deliver', () => deliver.wake()),
    ];
    for (const loop of this.loops.all()) loop.start();
  }

  /** Takes nothing new, ends the batches under way, then waits for the sends under way. */
  async stop(): Promise<void> {
    for (const stop of this.stopListening.splice(0)) stop();
    await Promise.all(this.loops.all().map((loop) => loop.stop()));
    await this.accountLoops.stop();
    await this.delivery.drain(this.settings.drainGraceMs);
  }
}

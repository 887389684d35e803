import { NestFactory } from '@nestjs/core';

import { type JobQueue } from '#core/queue/job-queue';
import { type BullJobQueue } from '#queue/bull/bull-job-queue';
import { JOB_QUEUE, QueueModule } from '#queue/queue.module';
import { quietStart } from '#wiring/town/quiet-start';

/** A Bull queue with connections of its own, as another process would have. */
export async function openBullQueue(
  redisUrl: string,
  options: { readonly listens: boolean } = { listens: true },
): Promise<BullJobQueue> {
  const module = QueueModule.register({ redisUrl, listens: options.listens });
  const context = await NestFactory.createApplicationContext(module, quietStart);
  const queue = context.get<BullJobQueue>(JOB_QUEUE);
  const close = queue.close.bind(queue);
  queue.close = async () => {
    await close();
    await context.close();
  };
  return queue;
}

/** Resolves once the condition holds; fails loudly when it does not in time. */
export async function eventually(condition: () => boolean, limitMs = 5_000): Promise<void> {
  const startedAt = performance.now();
  while (!condition()) {
    if (performance.now() - startedAt > limitMs) throw new Error('It did not come true in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Counts rings of one bell. */
export function countRings(queue: JobQueue, bell: 'register' | 'deliver'): () => number {
  let count = 0;
  queue.onRing(bell, () => {
    count += 1;
  });
  return () => count;
}

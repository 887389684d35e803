import { setTimeout as pause } from 'node:timers/promises';

import type { BenchTown } from './bench-town.js';
import { atLeast, atMost, type Figures } from './report.js';

const SLOTS = 20;
/** See `mixed-latency.ts`: nine sends of 10 ms and one of 100 ms. */
const MEAN_SEND_MS = 19;
const MIXED = { preload: ['test/bench/mixed-latency.js'] };

/** Under this name `measureOutbox` finds the envelopes whose acknowledgements it sends. */
export const STAGED_FOR_OUTBOX = 'outbox';

/** Sends a full outbox through 20 slots; what the slots alone could do is the ideal. */
export async function measureOutbox(town: BenchTown, figures: Figures): Promise<void> {
  const { ground } = town;
  await fillOutbox(town);
  const entries = await town.reader.number('SELECT COUNT(*) FROM outbox_entry');
  await town.letLeave(true);
  const worker = await ground.startWorking(MIXED);
  while ((await town.sentCount()) === 0) await pause(5);
  const before = await town.sentCount();
  const commitsBefore = await ground.counted('COM_COMMIT');
  const meter = town.meter(worker);
  const startedAt = performance.now();
  await town.untilSent();
  const seconds = (performance.now() - startedAt) / 1_000;
  const sends = entries - before;
  const ideal = (SLOTS * 1_000) / MEAN_SEND_MS;
  const commits = ((await ground.counted('COM_COMMIT')) - commitsBefore) / sends;
  figures.add('outbox: sends', '/s', sends / seconds);
  figures.add('outbox: ÷ ideal of 20 slots', '', sends / seconds / ideal, atLeast(0.6));
  if (!Number.isNaN(commits)) figures.add('outbox: commits', '/send', commits, atMost(0.6));
  const cpuMs = (meter.node.usedMs() + meter.database.usedMs()) / sends;
  figures.add('outbox: CPU node + database', 'ms/send', cpuMs);
  await worker.stop();
}

/** The acknowledgements of freshly registered requests, held back. */
async function fillOutbox(town: BenchTown): Promise<void> {
  await town.ground.emptyTables();
  await town.ground.pour(STAGED_FOR_OUTBOX);
  await town.letLeave(false);
  const worker = await town.ground.startWorking();
  await town.untilRegistered();
  await worker.stop();
}

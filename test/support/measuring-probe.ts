/**
 * Loaded before a process of the product by `--import`: answers questions about the process over
 * its IPC channel. The product knows nothing of it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Measured {
  /** Longest time in which the event loop turned nothing, since `reset`, in milliseconds. */
  readonly longestBlockMs: number;
  readonly cpuMs: number;
}

const RESOLUTION_MS = 1;
const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
loop.enable();

process.on('message', (question) => {
  if (question === 'reset') loop.reset();
  const { user, system } = process.cpuUsage();
  const measured: Measured = {
    longestBlockMs: loop.max / 1e6 - RESOLUTION_MS,
    cpuMs: (user + system) / 1_000,
  };
  process.send?.(measured);
});
process.channel?.unref();

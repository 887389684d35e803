import { cpus, totalmem } from 'node:os';

import type { BenchScale } from './bench-scale.js';

export function machineNote({ rounds, quick }: BenchScale): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const kind = quick ? 'Quick run: it proves that the bench works and measures nothing.\n' : '';
  return `${kind}${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory} GiB, Node ${process.version}, the driver on the same cores. Median (min–max) of ${rounds} alternating rounds.\n`;
}

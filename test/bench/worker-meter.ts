import { readFileSync } from 'node:fs';

import { CpuMeter } from './process-usage.js';

/** A worker's CPU with that of its parser processes, which come and go. */
export class WorkerMeter {
  private readonly meters = new Map<number, CpuMeter>();
  private readonly used = new Map<number, number>();

  constructor(
    private readonly worker: number,
    database: readonly number[],
  ) {
    for (const pid of [worker, ...database]) this.meters.set(pid, new CpuMeter([pid]));
    for (const pid of this.children()) this.meters.set(pid, new CpuMeter([pid]));
  }

  /** Often enough that no child ends unseen. */
  look(): void {
    for (const pid of this.children()) {
      if (!this.meters.has(pid)) this.meters.set(pid, new CpuMeter([pid]));
    }
    for (const [pid, meter] of this.meters) {
      try {
        this.used.set(pid, meter.usedMs());
      } catch {
        this.meters.delete(pid);
      }
    }
  }

  usedMs(): number {
    this.look();
    return [...this.used.values()].reduce((sum, ms) => sum + ms, 0);
  }

  private children(): number[] {
    const list = readFileSync(`/proc/${this.worker}/task/${this.worker}/children`, 'utf8').trim();
    return list === '' ? [] : list.split(' ').map(Number);
  }
}

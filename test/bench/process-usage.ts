import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU time a process has used so far, all threads, in milliseconds (resolution 10 ms). */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; user and system time are fields 14 and 15 of the line.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

/** Memory that would be free again without this process, shared pages divided, in MiB. */
export function memoryMibOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1_024;
}

/** CPU used by a group of processes between two moments. */
export class CpuMeter {
  private readonly startedAt: ReadonlyMap<number, number>;

  constructor(pids: readonly number[]) {
    this.startedAt = new Map(pids.map((pid) => [pid, cpuMsOf(pid)]));
  }

  usedMs(): number {
    return [...this.startedAt].reduce((sum, [pid, before]) => sum + cpuMsOf(pid) - before, 0);
  }
}

import { setTimeout as pause } from 'node:timers/promises';

import type { Chance } from './chance.js';
import type { ProductProcess } from './product-process.js';

/** What starts a process again after its death, as a service manager does. */
export class KeptAlive {
  private current: ProductProcess | null = null;
  private ending = false;
  private keeping: Promise<void> | null = null;
  deaths = 0;

  private constructor(
    readonly name: string,
    private readonly start: () => Promise<ProductProcess>,
  ) {}

  static async begin(name: string, start: () => Promise<ProductProcess>): Promise<KeptAlive> {
    const kept = new KeptAlive(name, start);
    kept.current = await start();
    kept.keeping = kept.keep();
    return kept;
  }

  /** SIGKILL, when it is up; it comes back by itself. */
  kill(): void {
    this.current?.signal('SIGKILL');
  }

  signal(signal: NodeJS.Signals): void {
    this.current?.signal(signal);
  }

  /** What the process that runs now has written. */
  output(): string {
    return this.current?.output() ?? '';
  }

  /** In order, for good. */
  async stop(): Promise<void> {
    this.ending = true;
    await this.current?.stop();
    await this.keeping;
  }

  private async keep(): Promise<void> {
    for (;;) {
      await this.current?.ended();
      this.current = null;
      if (this.ending) return;
      this.deaths += 1;
      this.current = await this.start();
      // Asked to end while it was starting.
      if (this.ending) await (this.current as ProductProcess).stop();
    }
  }
}

/** Kills one of the processes every now and then until told to stop; the same seed, the same order. */
export async function killAtRandom(
  processes: readonly KeptAlive[],
  chance: Chance,
  everyMs: number,
  enough: () => boolean,
): Promise<void> {
  while (!enough()) {
    await pause(chance.between(everyMs / 4, everyMs * 1.75));
    if (!enough()) chance.pick(processes).kill();
  }
}

import { setTimeout as pause } from 'node:timers/promises';

import type { Chance } from './chance.js';
import { ProductDidNotStart, type ProductProcess } from './product-process.js';

const STARTS_BEFORE_GIVING_UP = 10;

/** What starts a process again after its death, as a service manager does. */
export class KeptAlive {
  private current: ProductProcess | null = null;
  private readonly end = new AbortController();
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
    this.end.abort();
    await this.current?.stop();
    await this.keeping;
  }

  /** At once, for good. */
  async abandon(): Promise<void> {
    this.end.abort();
    this.kill();
    await this.keeping;
  }

  private isEnding(): boolean {
    return this.end.signal.aborted;
  }

  private async keep(): Promise<void> {
    for (;;) {
      await this.current?.ended();
      this.current = null;
      if (this.isEnding()) return;
      this.deaths += 1;
      this.current = await this.startAgain();
      // Asked to end while it was starting.
      if (this.isEnding()) await this.current?.stop();
    }
  }

  /** One that dies while it starts has died once more. */
  private async startAgain(): Promise<ProductProcess | null> {
    for (let tries = 0; tries < STARTS_BEFORE_GIVING_UP && !this.isEnding(); tries += 1) {
      try {
        return await this.start();
      } catch (error) {
        if (!(error instanceof ProductDidNotStart)) throw error;
        this.deaths += 1;
      }
    }
    return null;
  }
}

/**
 * Kills one of the processes every now and then while the work goes on; the same seed, the same
 * order. Whoever died is up again when it resolves.
 */
export async function underFire<Value>(
  processes: readonly KeptAlive[],
  { chance, everyMs }: { readonly chance: Chance; readonly everyMs: number },
  work: () => Promise<Value>,
): Promise<Value> {
  const ceasefire = new AbortController();
  const isOver = () => ceasefire.signal.aborted;
  const shoot = async () => {
    while (!isOver()) {
      await pause(chance.between(everyMs / 4, everyMs * 1.75));
      if (!isOver()) chance.pick(processes).kill();
    }
  };
  const shooting = shoot();
  try {
    return await work();
  } finally {
    ceasefire.abort();
    await shooting;
  }
}

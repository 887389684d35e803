/** What a loop does in one round, and when the next one is. */
export interface LoopWork {
  readonly name: string;
  round(signal: AbortSignal): Promise<void>;
  /** Asked anew after every round. */
  readonly waitMs: () => number;
  /** The round failed; it is repeated after a growing, scattered wait. */
  readonly failed: (name: string, error: unknown) => void;
}

export interface BackOff {
  readonly fromMs: number;
  readonly upToMs: number;
}

/**
 * Repeats its work for as long as the process lives: at once when woken, else after the wait. It
 * never ends on an error; while the work keeps failing, being woken does not hurry it.
 */
export class WorkLoop {
  private readonly abort = new AbortController();
  private woken = false;
  private failures = 0;
  private endWait: (() => void) | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly work: LoopWork,
    private readonly backOff: BackOff,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Never waits; several calls during one round are one. */
  wake(): void {
    this.woken = true;
    if (this.failures === 0) this.endWait?.();
  }

  /** Resolves after the round under way; its signal is aborted. */
  async stop(): Promise<void> {
    this.abort.abort();
    this.endWait?.();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopped()) {
      this.woken = false;
      try {
        await this.work.round(this.abort.signal);
        this.failures = 0;
      } catch (error) {
        this.failures += 1;
        if (!this.isStopped()) this.work.failed(this.work.name, error);
      }
      await this.wait();
    }
  }

  private async wait(): Promise<void> {
    if (this.isStopped() || (this.woken && this.failures === 0)) return;
    const waitMs = this.failures === 0 ? this.work.waitMs() : this.backOffMs();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endWait = null;
  }

  private isStopped(): boolean {
    return this.abort.signal.aborted;
  }

  /** Scattered between half and the whole, so that processes do not come back together. */
  private backOffMs(): number {
    const { fromMs, upToMs } = this.backOff;
    const whole = Math.min(fromMs * 2 ** (this.failures - 1), upToMs);
    return whole * (0.5 + Math.random() / 2);
  }
}

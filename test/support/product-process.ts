import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { compiledProduct } from './compiled-product.js';

export interface ProcessPlan {
  /** Below the build's `dist`, for instance `apps/api/src/main.js`. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  /** Modules loaded before the entry, below `dist`; for instance one that measures. */
  readonly preload?: readonly string[];
  readonly nodeOptions?: readonly string[];
  /** A shell prefix such as `ulimit -f 2048 &&`; the process takes the shell's place. */
  readonly shellPrefix?: string;
  /** Resolves true once the process serves. */
  ready(process: ProductProcess): Promise<boolean>;
}

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const KEPT_OUTPUT = 200_000;

/** One process of the product, started from the private build. */
export class ProductProcess {
  /** From the start of the process until it served. */
  startedInMs = Number.NaN;
  private text = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.text = (this.text + chunk.toString()).slice(-KEPT_OUTPUT);
      });
    }
  }

  /** Starts the process and waits until it serves. */
  static async start(plan: ProcessPlan): Promise<ProductProcess> {
    const startedAt = performance.now();
    const started = new ProductProcess(await launch(plan));
    while (!(await plan.ready(started))) {
      const waited = performance.now() - startedAt;
      if (started.hasEnded() || waited > START_LIMIT_MS) {
        const endedBy = started.hasEnded() ? await started.ended() : null;
        await started.kill();
        throw new ProductDidNotStart(plan.entry, started.output(), endedBy);
      }
      await pause(20);
    }
    started.startedInMs = performance.now() - startedAt;
    return started;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('The process did not start.');
    return this.child.pid;
  }

  output(): string {
    return this.text;
  }

  hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resolves with the exit code, or the name of the signal that ended it. */
  async ended(): Promise<number | NodeJS.Signals> {
    if (!this.hasEnded()) await once(this.child, 'exit');
    return this.child.signalCode ?? this.child.exitCode ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.hasEnded()) process.kill(this.pid, signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended();
  }

  /** In order; SIGKILL when that takes too long. */
  async stop(): Promise<void> {
    const impatience = setTimeout(() => this.signal('SIGKILL'), STOP_LIMIT_MS);
    this.signal('SIGTERM');
    await this.ended();
    clearTimeout(impatience);
  }

  /** Asks a preloaded module; see `measuring-probe.ts`. */
  async ask<Answer>(question: string): Promise<Answer> {
    const answer = once(this.child, 'message');
    this.child.send(question);
    return ((await answer) as [Answer])[0];
  }
}

export class ProductDidNotStart extends Error {
  override readonly name = 'ProductDidNotStart';
  constructor(
    entry: string,
    readonly output: string,
    /** Its exit code or signal; null when it ran on without serving. */
    readonly endedBy: number | NodeJS.Signals | null,
  ) {
    super(`${entry} did not start:\n${output.slice(-4_000)}`);
  }
}

const alive = new Set<ChildProcess>();

// A test that is interrupted leaves nobody behind.
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

async function launch(plan: ProcessPlan): Promise<ChildProcess> {
  const folder = await compiledProduct();
  const dist = (name: string) => join(folder, 'dist', name);
  const preloads = (plan.preload ?? []).flatMap((name) => ['--import', dist(name)]);
  const args = [...preloads, ...(plan.nodeOptions ?? []), dist(plan.entry)];
  const { PATH, HOME } = process.env;
  const options = {
    cwd: folder,
    env: { ...(PATH && { PATH }), ...(HOME && { HOME }), ...plan.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'] as ['ignore', 'pipe', 'pipe', 'ipc'],
  };
  const child =
    plan.shellPrefix === undefined
      ? spawn(process.execPath, args, options)
      : spawn(
          '/bin/sh',
          ['-c', `${plan.shellPrefix} exec "$0" "$@"`, process.execPath, ...args],
          options,
        );
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { SandboxAccounts } from '#wiring/accounts/sandbox-accounts';
import { SandboxOpening } from '#wiring/accounts/sandbox-opening';
import { TownEvents } from '#wiring/observability/town-events';
import type { Settings } from '#wiring/settings/read-settings';

const PROGRAM = fileURLToPath(new URL('../../sandbox/src/main.js', import.meta.url));
const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 3_000;

/** The first line the program writes: see `apps/sandbox/src/main.ts`. */
const firstWords = z.union([z.object({ url: z.string() }), z.object({ fault: z.string() })]);

export type SandboxStart =
  | { readonly kind: 'none' }
  | { readonly kind: 'started'; readonly url: string }
  /** The sentence says why, and what to do. */
  | { readonly kind: 'failed'; readonly sentence: string };

interface TownParts {
  get<Part>(part: abstract new (...parameters: never[]) => Part): Part;
}

/**
 * The sandbox beside this town: a child process with an empty environment. It is told its accounts on
 * standard input, which stays open: when the town dies, however it dies, that input ends and so does
 * the sandbox. Nothing that happens to it harms the town.
 */
export class TownSandbox {
  private child: ChildProcess | null = null;

  constructor(
    private readonly parts: TownParts,
    private readonly settings: Settings,
  ) {}

  /** Before the town begins to work: its providers are not there yet. */
  announce(): void {
    this.parts.get(SandboxOpening).begin();
  }

  /** @param townUrl where the town itself listens. */
  async start(townUrl: string): Promise<SandboxStart> {
    const started = await this.startOrExplain(townUrl);
    this.parts.get(SandboxOpening).end();
    return started;
  }

  private async startOrExplain(townUrl: string): Promise<SandboxStart> {
    try {
      const accounts = await this.parts.get(SandboxAccounts).prepare();
      if (accounts.length === 0) return { kind: 'none' };
      return await this.launch({ ...this.places(townUrl), accounts });
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'error';
      return failed(`The sandbox could not be started (${reason}). The town works without it.`);
    }
  }

  /** After the town: what it still sends arrives. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || hasEnded(child)) return;
    const exit = once(child, 'exit');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.stdin?.end();
    await exit;
    clearTimeout(impatience);
  }

  private places(townUrl: string) {
    const { sandboxPort: port, sandboxSmtpPort: smtpPort, dataFolder } = this.settings;
    return { port, smtpPort, townUrl, folder: join(dataFolder, 'sandbox') };
  }

  private async launch(order: object): Promise<SandboxStart> {
    const child = spawn(process.execPath, ['--enable-source-maps', PROGRAM], {
      env: {},
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child = child;
    const words = firstLine(child);
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify(order)}\n`);
    const said = firstWords.safeParse(await words);
    if (said.success && 'url' in said.data) {
      child.once('exit', () => this.tellOfEnd(child));
      return { kind: 'started', url: said.data.url };
    }
    await this.stop();
    return failed(said.success && 'fault' in said.data ? said.data.fault : NO_WORD);
  }

  private tellOfEnd(child: ChildProcess): void {
    if (this.child !== child) return;
    this.child = null;
    this.parts.get(TownEvents).say('sandbox_ended', { exitCode: child.exitCode ?? -1 });
  }
}

const NO_WORD = 'The sandbox did not start. The town works without it.';

function failed(sentence: string): SandboxStart {
  return { kind: 'failed', sentence };
}

/** Null when the program ends or stays silent. */
async function firstLine(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) return null;
  const lines = createInterface({ input: child.stdout });
  const signal = AbortSignal.timeout(START_LIMIT_MS);
  child.once('error', () => lines.close());
  try {
    const line = await Promise.race([
      once(lines, 'line', { signal }),
      once(lines, 'close', { signal }),
    ]);
    return JSON.parse(String(line[0]));
  } catch {
    return null;
  } finally {
    lines.close();
    child.stdout.resume();
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

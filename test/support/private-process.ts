import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A server of our own: `kill` is a power cut, `restart` comes back on the same port and data. */
export interface PrivateServer {
  readonly url: string;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
  /** SIGKILL; the folder stays, so that `restart` can be asked what survived. */
  kill(): Promise<void>;
  /** Ends the server in order when it still runs, then starts it again. */
  restart(): Promise<void>;
}

/** What differs between one kind of server and another. */
export interface ServerShape {
  readonly url: string;
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Resolves true once the server answers. */
  answers(): Promise<boolean>;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;

/** Starts the server and waits until it answers. */
export async function startServer(shape: ServerShape): Promise<PrivateServer> {
  let child = await launch(shape);
  process.once('exit', () => {
    endedByUs.add(child);
    child.kill('SIGKILL');
    removeFolder(shape.folder);
  });
  return {
    url: shape.url,
    stop: async () => {
      await end(child, 'SIGTERM');
      removeFolder(shape.folder);
    },
    kill: () => end(child, 'SIGKILL'),
    restart: async () => {
      await end(child, 'SIGTERM');
      child = await launch(shape);
    },
  };
}

/** A folder with a short path: a socket's path must stay under 108 bytes. */
export function shortFolder(name: string): string {
  const parent = process.platform === 'win32' ? tmpdir() : '/tmp';
  return mkdtempSync(join(parent, `${name}-`));
}

/** The full path of an installed program. Servers often lie in sbin, outside a user's PATH. */
export function installed(program: string, debianPackage: string): string {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
    '/usr/local/bin',
  ];
  const found = folders.map((folder) => join(folder, program)).find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `${program} is not installed. Install it (apt-get install ${debianPackage}) or give an address in the environment.`,
  );
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

const endedByUs = new WeakSet<ChildProcess>();

async function launch(shape: ServerShape): Promise<ChildProcess> {
  const child = spawn(shape.command, shape.args, {
    cwd: shape.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(shape.folder, 'output.log'), { flags: 'a' });
  const lastWords: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk);
      lastWords.push(chunk.toString());
      if (lastWords.length > 20) lastWords.shift();
    });
  }
  child.once('close', () => log.end());
  const startedAt = performance.now();
  while (!(await shape.answers())) {
    if (hasEnded(child) || performance.now() - startedAt > START_LIMIT_MS) {
      await end(child, 'SIGKILL');
      throw new Error(`${shape.command} did not start:\n${lastWords.join('')}`);
    }
    await pause(25);
  }
  child.once('exit', (code, signal) => {
    if (endedByUs.has(child)) return;
    // Every spec after this one fails to connect: only these words tell why.
    process.stderr.write(
      `${shape.command} ended by itself (${signal ?? String(code)}):\n${lastWords.join('')}\n`,
    );
  });
  return child;
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return;
  endedByUs.add(child);
  const exit = once(child, 'exit');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  child.kill(signal);
  await exit;
  clearTimeout(impatience);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

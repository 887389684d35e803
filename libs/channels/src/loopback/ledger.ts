import { appendFile, readFile } from 'node:fs/promises';

import { errorCodeOf } from '#core/error/error-code';
import type { Instant } from '#core/time/instant';

/** One arrival at the null provider. The first of a key is the message, later ones are dropped. */
export interface LedgerLine {
  readonly idempotencyKey: string;
  readonly providerId: string;
  readonly attempt: number;
  readonly channelRef: string;
  readonly textSha256: string;
  readonly at: Instant;
}

export interface SentLedger {
  append(line: LedgerLine): Promise<void>;
  find(idempotencyKey: string): Promise<LedgerLine | null>;
  close(): Promise<void>;
}

const KEPT_IN_MEMORY = 10_000;

/** Append-only, one JSON line an arrival: several processes may write to it at once. */
export function openLedger(path: string | undefined): SentLedger {
  return path === undefined ? memoryLedger() : fileLedger(path);
}

function fileLedger(path: string): SentLedger {
  let last = Promise.resolve();
  return {
    append(line) {
      const written = last.then(() => appendFile(path, `${JSON.stringify(line)}\n`));
      last = written.catch(() => undefined);
      return written;
    },
    async find(idempotencyKey) {
      const lines = (await readIfPresent(path)).split('\n');
      const found = lines.find((line) => line.includes(JSON.stringify(idempotencyKey)));
      return found === undefined ? null : (JSON.parse(found) as LedgerLine);
    },
    close: () => last,
  };
}

function memoryLedger(): SentLedger {
  const lines = new Map<string, LedgerLine>();
  return {
    append(line) {
      lines.set(line.idempotencyKey, line);
      const [oldest] = lines.keys();
      if (lines.size > KEPT_IN_MEMORY && oldest !== undefined) lines.delete(oldest);
      return Promise.resolve();
    },
    find: (idempotencyKey) => Promise.resolve(lines.get(idempotencyKey) ?? null),
    close: () => Promise.resolve(),
  };
}

async function readIfPresent(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

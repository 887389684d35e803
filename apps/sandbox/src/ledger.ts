import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { z } from 'zod';

const ledgerLine = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  provider: z.string(),
  kind: z.enum(['accepted', 'refused', 'minted', 'attempted', 'handed-over', 'misbehaved']),
  /** The line that this one is about. */
  about: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** The bytes themselves, in base64. */
  raw: z.string().nullable(),
});

/**
 * `accepted`: the town sent it and was told so. `refused`: the town was told that it was not taken.
 * `minted`: made here for the town. `attempted`: one try to bring it, and what the town said.
 * `handed-over`: how that ended. `misbehaved`: a fault that was asked for.
 */
export type LedgerLine = z.output<typeof ledgerLine>;
export type NewLine = Pick<LedgerLine, 'provider' | 'kind' | 'facts'> & {
  readonly about?: string;
  readonly raw?: Buffer;
};

/** Everything that the sandbox accepted and minted, one JSON line each, only ever appended to. */
export class Ledger {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async open(folder: string): Promise<Ledger> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'ledger.jsonl');
    const file = await open(path, 'a+', 0o600);
    await endTornLine(file);
    return new Ledger(path, file);
  }

  /** Resolves once the line lies in the file: only then may anybody be told that it was taken. */
  async append({ about, raw, ...line }: NewLine): Promise<LedgerLine> {
    const whole: LedgerLine = {
      id: randomUUID(),
      at: new Date().toISOString(),
      ...line,
      about: about ?? null,
      raw: raw?.toString('base64') ?? null,
    };
    const written = this.last.then(() => this.file.appendFile(`${JSON.stringify(whole)}\n`));
    this.last = written.catch(() => undefined);
    await written;
    return whole;
  }

  /** From the first line on; what was torn when a process died is passed over. */
  async *lines(): AsyncGenerator<LedgerLine> {
    const input = createReadStream(this.path, 'utf8');
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      const line = readLine(text);
      if (line !== null) yield line;
    }
  }

  async close(): Promise<void> {
    await this.last;
    await this.file.close();
  }
}

async function endTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer.toString() !== '\n') await file.appendFile('\n');
}

function readLine(text: string): LedgerLine | null {
  try {
    return ledgerLine.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

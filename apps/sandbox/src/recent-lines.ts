import type { Ledger, LedgerLine } from './ledger.js';

export interface RecentLines {
  /** What was accepted and minted, oldest first. */
  readonly lines: readonly LedgerLine[];
  /** The town's answers, by the line that they are about. */
  readonly answers: ReadonlyMap<string, LedgerLine>;
}

const MOST_LINES = 2_000;
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** The end of a ledger that may have grown for years: reading it must not keep a town from its sandbox. */
export async function recentLines(ledger: Ledger, provider: string): Promise<RecentLines> {
  const lines: LedgerLine[] = [];
  const answers = new Map<string, LedgerLine>();
  let characters = 0;
  for await (const line of ledger.lines()) {
    if (line.provider !== provider) continue;
    if (line.kind === 'handed-over') answers.set(line.about ?? '', line);
    if (line.raw === null) continue;
    lines.push(line);
    characters += line.raw.length;
    while (lines.length > MOST_LINES || (characters > MOST_CHARACTERS && lines.length > 1)) {
      const forgotten = lines.shift();
      characters -= forgotten?.raw?.length ?? 0;
      answers.delete(forgotten?.id ?? '');
    }
  }
  return { lines, answers };
}

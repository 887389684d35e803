/** Words between two parts of a rule that `..` joins. */
const GAP = 4;

/** One rule, ready to be compared: see `word-list.ts` for how it is written. */
export interface PhraseRule<Meaning> {
  readonly meaning: Meaning;
  readonly parts: readonly Part[];
}

interface Part {
  readonly words: ReadonlySet<string>;
  readonly beginnings: readonly string[];
  readonly gap: number;
}

/** Rules by their first word, so that a text is read once whatever their number. */
export type PhraseIndex<Meaning> = ReadonlyMap<string, readonly PhraseRule<Meaning>[]>;

export interface FoundPhrase<Meaning> {
  readonly meaning: Meaning;
  /** Positions of its first and behind its last word. */
  readonly from: number;
  readonly to: number;
}

export function phraseIndex<Meaning>(
  rules: readonly { readonly meaning: Meaning; readonly rule: string }[],
): PhraseIndex<Meaning> {
  const index = new Map<string, PhraseRule<Meaning>[]>();
  for (const { meaning, rule } of rules) {
    const compiled = { meaning, parts: partsOf(rule) };
    for (const word of compiled.parts[0]?.words ?? []) {
      const known = index.get(word);
      if (known === undefined) index.set(word, [compiled]);
      else known.push(compiled);
    }
  }
  return index;
}

/** Every place where a rule begins to hold; at one place the shortest reading of a rule. */
export function phrasesIn<Meaning>(
  words: readonly string[],
  index: PhraseIndex<Meaning>,
): FoundPhrase<Meaning>[] {
  const found: FoundPhrase<Meaning>[] = [];
  for (const [from, word] of words.entries()) {
    for (const { meaning, parts } of index.get(word) ?? []) {
      const to = endOf(words, from + 1, parts, 1);
      if (to !== null) found.push({ meaning, from, to });
    }
  }
  return found;
}

function endOf(
  words: readonly string[],
  at: number,
  parts: readonly Part[],
  next: number,
): number | null {
  const part = parts[next];
  if (part === undefined) return at;
  for (let skipped = 0; skipped <= part.gap; skipped += 1) {
    const word = words[at + skipped];
    if (word === undefined) return null;
    if (!fits(part, word)) continue;
    const end = endOf(words, at + skipped + 1, parts, next + 1);
    if (end !== null) return end;
  }
  return null;
}

function fits({ words, beginnings }: Part, word: string): boolean {
  return words.has(word) || beginnings.some((beginning) => word.startsWith(beginning));
}

function partsOf(rule: string): Part[] {
  const parts: Part[] = [];
  let gap = 0;
  for (const piece of rule.split(' ')) {
    if (piece === '..') {
      gap = GAP;
      continue;
    }
    const choices = piece.split('|');
    const beginnings = choices.filter((choice) => choice.endsWith('*'));
    if (parts.length === 0 && beginnings.length > 0) {
      throw new RangeError(`A rule begins with whole words: ${rule}`);
    }
    parts.push({
      words: new Set(choices.filter((choice) => !choice.endsWith('*'))),
      beginnings: beginnings.map((choice) => choice.slice(0, -1)),
      gap,
    });
    gap = 0;
  }
  return parts;
}

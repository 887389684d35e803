/** `FM26-004817-3`: town letters, year, running number of at least six digits, check digit. */
export interface RequestNumberParts {
  readonly letters: string;
  /** Two digits: the year of receipt in the town's zone. */
  readonly year: string;
  readonly sequence: number;
}

// Damm's quasigroup of order 10 (H. M. Damm, 2004): finds every wrong digit and every swap of neighbours.
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const;

export function formatRequestNumber(parts: RequestNumberParts): string {
  const sequence = String(parts.sequence).padStart(6, '0');
  return `${parts.letters}${parts.year}-${sequence}-${checkDigit(parts.year + sequence)}`;
}

/** The name of the counter that hands out the running numbers of one year. */
export function numberSeries(letters: string, year: string): string {
  return `${letters}${year}`;
}

/** The canonical number, or null: wrong letters, too short, or the check digit does not fit. */
export function parseRequestNumber(text: string, letters: string): string | null {
  const compact = text.trim().replaceAll(/[\s-]/g, '').toUpperCase();
  if (!compact.startsWith(letters)) return null;
  const digits = compact.slice(letters.length);
  if (!/^\d{9,15}$/.test(digits)) return null;
  const sequence = digits.slice(2, -1);
  const canonical = formatRequestNumber({
    letters,
    year: digits.slice(0, 2),
    sequence: Number(sequence),
  });
  // A wrong check digit or leading zeros that we never write make another text.
  return canonical.replaceAll('-', '') === compact ? canonical : null;
}

/** Longest stretch of a text that is searched for numbers, and how many look-alikes are tried in it. */
const SEARCHED_CHARACTERS = 100_000;
const CANDIDATES = 200;

/** All canonical numbers that occur in a text, in any case, with or without dashes, at most ten. */
export function requestNumbersIn(text: string, letters: string): string[] {
  // Spaces on both sides of the running number or on neither: "FM260048173 2 days ago" is one number.
  const running = '(?: \\d{6,12} \\d|[ -]?\\d{6,12}-?\\d)';
  const pattern = new RegExp(`(?<![\\p{L}\\d])${letters}[ -]?\\d{2}${running}(?!\\d)`, 'giu');
  const found = new Set<string>();
  let candidates = 0;
  for (const [match] of text.slice(0, SEARCHED_CHARACTERS).matchAll(pattern)) {
    const number = parseRequestNumber(match, letters);
    if (number !== null) found.add(number);
    candidates += 1;
    if (found.size === 10 || candidates === CANDIDATES) break;
  }
  return [...found];
}

/** Whether words hold this number and nothing else. @param number in its canonical form. */
export function isBareNumber(text: string, number: string): boolean {
  const compact = text.replaceAll(/[^\p{L}\d]/gu, '').toUpperCase();
  return number.replaceAll('-', '') === compact;
}

function checkDigit(digits: string): string {
  let interim = 0;
  for (const digit of digits) interim = Number(DAMM[interim]?.[Number(digit)]);
  return String(interim);
}

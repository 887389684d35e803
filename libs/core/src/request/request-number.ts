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
  if (checkDigit(digits.slice(0, -1)) !== digits.at(-1)) return null;
  const canonical = formatRequestNumber({
    letters,
    year: digits.slice(0, 2),
    sequence: Number(sequence),
  });
  return canonical.replaceAll('-', '') === compact ? canonical : null;
}

/** All canonical numbers that occur in a text, in any case, with or without dashes, at most ten. */
export function requestNumbersIn(text: string, letters: string): string[] {
  const pattern = new RegExp(
    `(?<![\\p{L}\\d])${letters}[ -]?\\d{2}[ -]?\\d{6,12}[ -]?\\d(?!\\d)`,
    'giu',
  );
  const found = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    const number = parseRequestNumber(match[0], letters);
    if (number !== null) found.add(number);
    if (found.size === 10) break;
  }
  return [...found];
}

function checkDigit(digits: string): string {
  let interim = 0;
  for (const digit of digits) interim = Number(DAMM[interim]?.[Number(digit)]);
  return String(interim);
}

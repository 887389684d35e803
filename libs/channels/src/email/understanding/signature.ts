import {
  DEVICE_LINE,
  FOOTER_DELIMITER,
  SIGNATURE_DELIMITER,
  SIGNED_NAME,
} from './signature-words.js';

const LONGEST_SIGNATURE = 1_000;
const MOST_SIGNATURE_LINES = 15;
const MOST_FOOTER_LINES = 6;

/**
 * How many of these lines stand above the signature. Only marked ones are known as such, and only
 * where something remains above them or stands before these lines.
 */
export function withoutSignature(lines: readonly string[], mayBeAll: boolean): number {
  const filled = lastFilled(lines);
  const last = filled[0];
  if (last === undefined) return lines.length;
  const start = delimiterOf(lines, filled) ?? lastLineOf(lines, last);
  if (start === null) return lines.length;
  return mayBeAll || lines.some((line, index) => index < start && line.trim() !== '')
    ? start
    : lines.length;
}

/** The indexes of the last lines that are not empty, from the end. */
function lastFilled(lines: readonly string[]): readonly number[] {
  const filled: number[] = [];
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    if (lines[index]?.trim() !== '') filled.push(index);
    if (filled.length > MOST_SIGNATURE_LINES) break;
  }
  return filled;
}

/** The line that begins a signature or a mailing list's footer, near the end. */
function delimiterOf(lines: readonly string[], filled: readonly number[]): number | null {
  let found: number | null = null;
  let length = 0;
  for (const [below, index] of filled.entries()) {
    const line = lines[index] ?? '';
    length += line.length;
    if (length > LONGEST_SIGNATURE) break;
    if (SIGNATURE_DELIMITER.test(line) || (below > 0 && isFooter(lines, index, below)))
      found = index;
  }
  return found;
}

/** A row of underscores alone may be a form's: below a list's one there is an address. */
function isFooter(lines: readonly string[], index: number, below: number): boolean {
  return (
    below <= MOST_FOOTER_LINES &&
    FOOTER_DELIMITER.test(lines[index] ?? '') &&
    lines.slice(index + 1).some((line) => /https?:\/\/|\S@\S/.test(line.slice(0, 300)))
  );
}

/** A line that a device added, or a name after a dash in a paragraph of its own. */
function lastLineOf(lines: readonly string[], index: number): number | null {
  const line = lines[index] ?? '';
  if (line.length <= 200 && DEVICE_LINE.test(line)) return index;
  const apart = index > 0 && lines[index - 1]?.trim() === '';
  return apart && SIGNED_NAME.test(line.trim()) ? index : null;
}

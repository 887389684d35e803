import {
  ATTRIBUTION_BEGINS,
  FORWARDED_MESSAGE,
  ORIGINAL_MESSAGE,
  QUOTED_FIELDS,
  WROTE,
} from './quote-words.js';

const MOST_ATTRIBUTION_LINES = 4;
const LONGEST_ATTRIBUTION = 500;
const LONGEST_LINE = 400;
const HEAD_WINDOW = 10;
const TIME_OR_YEAR = /\d{1,2}[:.h]\d{2}(?!\d)|(?:19|20)\d{2}/;
const ADDRESS = /[<[(](?:mailto:)?[^<>()[\]\s@]{1,64}@[^<>()[\]\s]{1,255}[>\])]/;

/** `kept` lines are the writer's or stand between the writer's; `gone` begins where all is quoted. */
export interface MarkedLines {
  /** For each line whether it is quoted. */
  readonly quoted: readonly boolean[];
  /** From this line on everything is somebody else's mail, without marks; the length if nowhere. */
  readonly end: number;
}

/** Marks the lines of a text that repeat another mail. */
export function markQuotedLines(lines: readonly string[]): MarkedLines {
  const end = endOfOwnText(lines);
  const quoted = lines.map((line, index) => index >= end || isMarked(line));
  for (let index = 0; index < end; index += 1) {
    const length = attributionLength(lines, index, end);
    const next = nextFilled(lines, index + length, end);
    if (length > 0 && next !== -1 && isMarked(lines[next] ?? '')) {
      quoted.fill(true, index, next);
    }
    if (isWrapped(lines, index)) quoted[index] = true;
  }
  return { quoted, end };
}

/** Where an unmarked quotation begins, with its rule or its line of "wrote", or the length. */
function endOfOwnText(lines: readonly string[]): number {
  for (const [index, line] of lines.entries()) {
    if (FORWARDED_MESSAGE.test(line.slice(0, LONGEST_LINE))) return lines.length;
    if (ORIGINAL_MESSAGE.test(line.slice(0, LONGEST_LINE)) && !isMarked(line)) return index;
    if (beginsQuotedHead(lines, index)) return afterRule(lines, index);
    const length = attributionLength(lines, index, lines.length);
    if (length > 0 && ADDRESS.test(lines.slice(index, index + length).join(' '))) {
      const next = nextFilled(lines, index + length, lines.length);
      if (next === -1 || !isMarked(lines[next] ?? '')) return index;
    }
  }
  return lines.length;
}

/** How many lines from here are one "On … wrote:", or 0. */
function attributionLength(lines: readonly string[], start: number, end: number): number {
  const first = lines[start]?.slice(0, LONGEST_LINE) ?? '';
  if (!ATTRIBUTION_BEGINS.test(first)) return 0;
  let joined = '';
  for (let count = 1; count <= MOST_ATTRIBUTION_LINES && start + count <= end; count += 1) {
    const line = lines[start + count - 1]?.slice(0, LONGEST_LINE) ?? '';
    if (line.trim() === '' || isMarked(line)) return 0;
    if (count > 1 && ATTRIBUTION_BEGINS.test(line)) return 0;
    joined = `${joined} ${line.trim()}`.slice(0, LONGEST_ATTRIBUTION);
    if (isAttribution(joined)) return count;
  }
  return 0;
}

function isAttribution(text: string): boolean {
  if (!TIME_OR_YEAR.test(text)) return false;
  const address = ADDRESS.test(text);
  if (/[:：]\s*$/.test(text)) return address || WROTE.test(text);
  return address && WROTE.test(text.slice(-20));
}

/** From, Sent, To and Subject in a row, of which programs write three at least. */
function beginsQuotedHead(lines: readonly string[], start: number): boolean {
  if (kindOf(lines[start] ?? '') === null || isMarked(lines[start] ?? '')) return false;
  const head: string[] = [];
  for (const line of lines.slice(start, start + HEAD_WINDOW)) {
    if (line.trim() === '') break;
    head.push(line.slice(0, LONGEST_LINE));
  }
  const kinds = new Set(head.map(kindOf).filter((kind) => kind !== null));
  if (kinds.size < 3 || !kinds.has('from')) return false;
  return kinds.has('subject') || head.some((line) => line.includes('@'));
}

function kindOf(line: string): keyof typeof QUOTED_FIELDS | null {
  const start = line.slice(0, 60);
  for (const kind of ['from', 'date', 'to', 'copy', 'subject'] as const) {
    if (QUOTED_FIELDS[kind].test(start)) return kind;
  }
  return null;
}

/** Includes the rule that stands above a quoted head. */
function afterRule(lines: readonly string[], start: number): number {
  let index = start;
  while (index > 0 && /^[\s_=*-]*$/.test(lines[index - 1]?.slice(0, LONGEST_LINE) ?? ''))
    index -= 1;
  return index;
}

function nextFilled(lines: readonly string[], start: number, end: number): number {
  for (let index = start; index < Math.min(end, start + 8); index += 1) {
    if (lines[index]?.trim() !== '') return index;
  }
  return -1;
}

/** The rest of a quoted line that a program broke in two: it goes on in mid-sentence. */
function isWrapped(lines: readonly string[], index: number): boolean {
  const [before, line, after] = [
    lines[index - 1] ?? '',
    lines[index] ?? '',
    lines[index + 1] ?? '',
  ];
  return (
    isMarked(before) &&
    isMarked(after) &&
    before.length >= 60 &&
    /[\p{L}\p{N},]\s*$/u.test(before.slice(-5)) &&
    /^\p{Ll}/u.test(line)
  );
}

function isMarked(line: string): boolean {
  return /^\s{0,3}>/.test(line);
}

import { type BoundedSource, boundHeader } from './bounded-header.js';
import { DEPTH, HEADER_BYTES, PARTS } from './parser-limits.js';

const LF = 0x0a;
const CR = 0x0d;
const END_OF_HEADER = Buffer.from('\r\n\r\n');
const DELIMITER = Buffer.from('\r\n--');
/** The length of a boundary (RFC 2046 §5.1.1), with room for those that nobody allowed. */
const MAX_BOUNDARY_BYTES = 200;
const MAX_BOUNDARIES = PARTS;

/**
 * A mail as its parser may see it: CRLF everywhere, a header section and a number of parts that any
 * program can stand. Goes through the bytes a fixed number of times, whatever they are.
 */
export function boundSource(raw: Buffer): BoundedSource {
  const lines = withCrLf(withoutEnvelopeLine(raw));
  const { head, body } = split(lines);
  const header = boundHeader(head);
  const joined = Buffer.concat([header.source, END_OF_HEADER, body]);
  const end = endOfParts(joined);
  return {
    source: end === null ? joined : joined.subarray(0, end),
    defects: [...header.defects, ...(end === null ? [] : ['parts-cut'])],
  };
}

/** The beginning of a mail up to its first empty line, as far as anything is read of it. */
export function headerSection(raw: Buffer): Buffer {
  const beginning = withCrLf(withoutEnvelopeLine(raw.subarray(0, 2 * HEADER_BYTES)));
  return split(beginning).head;
}

/** A mailbox file puts `From sender date` before each mail (RFC 4155); some tools never take it off. */
function withoutEnvelopeLine(raw: Buffer): Buffer {
  const start = raw.subarray(0, 6).toString('latin1');
  if (!/^>?From /.test(start)) return raw;
  const end = raw.indexOf(LF);
  return end === -1 ? raw : raw.subarray(end + 1);
}

function withCrLf(raw: Buffer): Buffer {
  if (!hasBareLineFeed(raw)) return raw;
  return Buffer.from(raw.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1');
}

function hasBareLineFeed(raw: Buffer): boolean {
  for (let at = raw.indexOf(LF); at !== -1; at = raw.indexOf(LF, at + 1)) {
    if (at === 0 || raw[at - 1] !== CR) return true;
  }
  return false;
}

function split(lines: Buffer): { readonly head: Buffer; readonly body: Buffer } {
  if (lines[0] === CR && lines[1] === LF) return { head: Buffer.alloc(0), body: lines.subarray(2) };
  const end = lines.indexOf(END_OF_HEADER);
  if (end === -1) return { head: lines, body: Buffer.alloc(0) };
  return { head: lines.subarray(0, end), body: lines.subarray(end + END_OF_HEADER.length) };
}

/** Where the mail is cut: at the delimiter that would begin one part too many, or one too deep. */
function endOfParts(source: Buffer): number | null {
  if (!hasManyDelimiters(source)) return null;
  const boundaries = declaredBoundaries(source);
  const open = new OpenParts();
  let parts = 0;
  for (let at = source.indexOf(DELIMITER); at !== -1; at = source.indexOf(DELIMITER, at + 2)) {
    const start = at + DELIMITER.length;
    const line = source.subarray(start, start + MAX_BOUNDARY_BYTES + 4).toString('latin1');
    const words = line.split('\r\n', 1)[0]?.trimEnd() ?? '';
    if (boundaries.has(words)) {
      parts += 1;
      open.enter(words);
    } else if (words.endsWith('--')) open.leave(words.slice(0, -2));
    if (parts > PARTS || open.depth > DEPTH) return at + 2;
  }
  return null;
}

function hasManyDelimiters(source: Buffer): boolean {
  let seen = 0;
  for (let at = source.indexOf(DELIMITER); at !== -1; at = source.indexOf(DELIMITER, at + 2)) {
    seen += 1;
    if (seen > DEPTH) return true;
  }
  return false;
}

function declaredBoundaries(source: Buffer): ReadonlySet<string> {
  const declared = new Set<string>();
  const named = /boundary[ \t]{0,9}=[ \t]{0,9}(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi;
  for (const [, quoted, bare] of source.toString('latin1').matchAll(named)) {
    declared.add((quoted ?? bare ?? '').trimEnd());
    if (declared.size >= MAX_BOUNDARIES) break;
  }
  return declared;
}

/** The boundaries of the parts that a delimiter lies within. */
class OpenParts {
  readonly #names: string[] = [];
  readonly #open = new Set<string>();

  get depth(): number {
    return this.#names.length;
  }

  enter(boundary: string): void {
    if (this.#open.has(boundary)) this.#closeWithin(boundary);
    else {
      this.#names.push(boundary);
      this.#open.add(boundary);
    }
  }

  leave(boundary: string): void {
    if (!this.#open.has(boundary)) return;
    this.#closeWithin(boundary);
    this.#names.pop();
    this.#open.delete(boundary);
  }

  #closeWithin(boundary: string): void {
    while (this.#names.length > 0 && this.#names.at(-1) !== boundary) {
      this.#open.delete(this.#names.pop() ?? '');
    }
  }
}

/** One header field as it lies in the bytes: with its continuation lines and line ends. */
export interface RawField {
  /** Lower case; empty for a line that is no field. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const COLON = 0x3a;
const DELETE = 0x7f;
const MAX_NAME_BYTES = 76;
const MAX_VALUE_BYTES = 64 * 1024;

/**
 * Goes through the header once, whatever is in it, and keeps nothing.
 *
 * @returns where the body begins.
 */
export function walkHeader(raw: Buffer, visit: (field: RawField) => void): number {
  let at = firstLine(raw);
  let start = at;
  const finish = (): void => {
    if (at > start) visit({ name: fieldName(raw, start, at), start, end: at });
  };
  while (at < raw.length) {
    const next = lineAfter(raw, at);
    if (isBlankLine(raw, at)) {
      finish();
      return next;
    }
    if (!isContinuation(raw[at])) {
      finish();
      start = at;
    }
    at = next;
  }
  finish();
  return raw.length;
}

/** The value on one line, without the name; of a monstrous field only the beginning. */
export function fieldValue(raw: Buffer, { start, end }: RawField): string {
  const text = raw.subarray(start, Math.min(end, start + MAX_VALUE_BYTES)).toString('utf8');
  return text
    .slice(text.indexOf(':') + 1)
    .replaceAll(/[\r\n\0]/g, '')
    .trim();
}

/** Some mails begin with an empty line or two. */
function firstLine(raw: Buffer): number {
  let at = 0;
  while (at < raw.length && (raw[at] === LINE_FEED || raw[at] === CARRIAGE_RETURN)) at += 1;
  return at;
}

function lineAfter(raw: Buffer, at: number): number {
  const end = raw.indexOf(LINE_FEED, at);
  return end === -1 ? raw.length : end + 1;
}

function isBlankLine(raw: Buffer, at: number): boolean {
  return raw[at] === LINE_FEED || (raw[at] === CARRIAGE_RETURN && raw[at + 1] === LINE_FEED);
}

function isContinuation(byte: number | undefined): boolean {
  return byte === BLANK || byte === TAB;
}

/** Blanks before the colon are obsolete, and found (RFC 5322 §4.5). */
function fieldName(raw: Buffer, start: number, end: number): string {
  const limit = Math.min(end, start + MAX_NAME_BYTES);
  let nameEnd = start;
  while (nameEnd < limit && isNameByte(raw[nameEnd])) nameEnd += 1;
  let colon = nameEnd;
  while (colon < limit && isContinuation(raw[colon])) colon += 1;
  if (nameEnd === start || raw[colon] !== COLON) return '';
  return raw.toString('latin1', start, nameEnd).toLowerCase();
}

function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && byte > BLANK && byte < DELETE && byte !== COLON;
}

/** Every mail has one of these; other texts that hold a colon rarely do. */
const MAIL_FIELDS: ReadonlySet<string> = new Set([
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'received',
  'return-path',
  'delivered-to',
  'mime-version',
  'content-type',
]);

/** Whether the bytes begin with a header, after an mbox line at most. */
export function looksLikeMail(raw: Buffer): boolean {
  const names: string[] = [];
  walkHeader(raw.subarray(0, MAX_VALUE_BYTES), (field) => {
    if (names.length > 0 || !isMboxLine(raw, field)) names.push(field.name);
  });
  return names[0] !== '' && names.some((name) => MAIL_FIELDS.has(name));
}

/** What a mailbox file and some pipes put before the header. */
export function isMboxLine(raw: Buffer, { name, start }: RawField): boolean {
  return name === '' && /^>?From /.test(raw.toString('latin1', start, start + 6));
}

import { isUtf8 } from 'node:buffer';

import { FIELD_BYTES, FIELDS, HEADER_BYTES, LATE_FIELDS } from './parser-limits.js';

export interface BoundedSource {
  readonly source: Buffer;
  /** What was left out or guessed. */
  readonly defects: readonly string[];
}

const CRLF = Buffer.from('\r\n');
const BLANK = 0x20;
const TAB = 0x09;
/** Read even where they stand behind a thousand others: they say who wrote what, and how it is written. */
const NEEDED =
  /^(?:from|sender|to|cc|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-[a-z-]{1,40}|auto-submitted|precedence|list-id|return-path|delivered-to|authentication-results)[ \t]*:/i;
const LONG_FIELD_BYTES = 8_192;
const FIRST_LETTERS = new Set(Buffer.from('FfSsTtCcRrDdMmIiAaPpLl'));
/** What the bytes of a header are tried as when they are no UTF-8 (RFC 6532) and no charset is declared. */
const USUAL_CHARSET = 'windows-1252';

/** @param head a header section with CRLF, without the empty line. */
export function boundHeader(head: Buffer): BoundedSource {
  const { fields, cut } = keptFields(head);
  const charset = isUtf8(head) ? null : declaredCharset(fields);
  const readable = charset === null ? fields : fields.map((field) => asUtf8(field, charset));
  return {
    source: Buffer.concat(readable.flatMap((field, at) => (at === 0 ? [field] : [CRLF, field]))),
    defects: [
      ...(cut ? ['headers-cut'] : []),
      ...(charset === null ? [] : ['header-charset-guessed']),
    ],
  };
}

function keptFields(head: Buffer): { readonly fields: readonly Buffer[]; readonly cut: boolean } {
  const fields: Buffer[] = [];
  let [bytes, needed, cut] = [0, 0, false];
  let start = 0;
  while (start < head.length) {
    const [from, end] = [start, endOfField(head, start)];
    start = end + CRLF.length;
    const late = fields.length >= FIELDS;
    const wanted = !late || (needed < LATE_FIELDS && isNeeded(head, from));
    const field = wanted ? shortened(head, from, end) : null;
    if (field === null || bytes + field.length > HEADER_BYTES) {
      cut = true;
      continue;
    }
    if (from + FIELD_BYTES < end) cut = true;
    if (late) needed += 1;
    bytes += field.length;
    fields.push(field);
  }
  return { fields, cut };
}

/** A line that begins with a blank continues the field before it (RFC 5322 §2.2.3). */
function endOfField(head: Buffer, start: number): number {
  for (let at = head.indexOf(CRLF, start); at !== -1; at = head.indexOf(CRLF, at + 2)) {
    const next = head[at + 2];
    if (next !== BLANK && next !== TAB) return at;
  }
  return head.length;
}

/** On one line where it has many: each costs the parser more than its bytes. */
function shortened(head: Buffer, from: number, end: number): Buffer {
  const field = head.subarray(from, Math.min(end, from + FIELD_BYTES));
  if (field.length < LONG_FIELD_BYTES) return field;
  return Buffer.from(field.toString('latin1').replaceAll(/[\r\n]+[ \t]*/g, ' '), 'latin1');
}

function isNeeded(head: Buffer, from: number): boolean {
  return FIRST_LETTERS.has(head[from] ?? 0) && NEEDED.test(nameOf(head.subarray(from, from + 64)));
}

function nameOf(field: Buffer): string {
  return field.subarray(0, 64).toString('latin1');
}

/** The charset that the body is written in is the best guess for names and subject. */
function declaredCharset(fields: readonly Buffer[]): string {
  for (const field of fields) {
    if (!/^content-type[ \t]*:/i.test(nameOf(field))) continue;
    const charset = /charset[ \t]*=[ \t]*"?([\w.:-]{1,40})/i.exec(field.toString('latin1'))?.[1];
    if (charset !== undefined && !/^(us-)?ascii$|^utf-?8$/i.test(charset)) return charset;
  }
  return USUAL_CHARSET;
}

function asUtf8(field: Buffer, charset: string): Buffer {
  if (isUtf8(field)) return field;
  try {
    return Buffer.from(new TextDecoder(charset).decode(field));
  } catch {
    return Buffer.from(new TextDecoder(USUAL_CHARSET).decode(field));
  }
}

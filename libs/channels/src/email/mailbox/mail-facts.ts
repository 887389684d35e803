import { createHash } from 'node:crypto';

import { canonicalFrom } from './from-address.js';
import { fieldValue, isMboxLine, type RawField, walkHeader } from './raw-header.js';

/** What tells one mail from another, read from its bytes without parsing it. */
export interface MailFacts {
  /** Canonical; null when the first From field names nobody. */
  readonly from: string | null;
  /** With its angle brackets; null when there is none. */
  readonly messageId: string | null;
  /**
   * SHA-256 of the mail without its trace fields and its mbox line. Line ends count as one kind,
   * because a mail that is piped has others than one that is fetched.
   */
  readonly contentHash: Buffer;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What servers write on a mail on its way: it differs between two copies of the same mail. */
const TRACE_FIELDS: ReadonlySet<string> = new Set([
  'received',
  'delivered-to',
  'x-original-to',
  'return-path',
  'authentication-results',
]);

export function readMailFacts(raw: Buffer): MailFacts {
  const kept = Buffer.allocUnsafe(raw.length);
  let [keptBytes, keepFrom] = [0, 0];
  const keepUntil = (end: number): void => {
    if (end > keepFrom) keptBytes += raw.copy(kept, keptBytes, keepFrom, end);
  };
  const first: { from: RawField | null; id: RawField | null } = { from: null, id: null };
  walkHeader(raw, (field) => {
    if (field.name === 'from') first.from ??= field;
    else if (field.name === 'message-id') first.id ??= field;
    else if (isTrace(raw, field)) {
      keepUntil(field.start);
      keepFrom = field.end;
    }
  });
  keepUntil(endOfContent(raw));
  return {
    from: canonicalFrom(valueOf(raw, first.from)),
    messageId: valueOf(raw, first.id) || null,
    contentHash: createHash('sha256')
      .update(withoutCarriageReturns(kept.subarray(0, keptBytes)))
      .digest(),
  };
}

function isTrace(raw: Buffer, field: RawField): boolean {
  const { name } = field;
  return TRACE_FIELDS.has(name) || name.startsWith('arc-') || isMboxLine(raw, field);
}

function valueOf(raw: Buffer, field: RawField | null): string {
  return field === null ? '' : fieldValue(raw, field);
}

function endOfContent(raw: Buffer): number {
  let end = raw.length;
  while (end > 0 && (raw[end - 1] === LINE_FEED || raw[end - 1] === CARRIAGE_RETURN)) end -= 1;
  return end;
}

/** In place, line by line: the bytes are a copy. */
function withoutCarriageReturns(bytes: Buffer): Buffer {
  let length = bytes.indexOf(CARRIAGE_RETURN);
  if (length === -1) return bytes;
  for (let at = length + 1; at < bytes.length;) {
    const next = bytes.indexOf(CARRIAGE_RETURN, at);
    const end = next === -1 ? bytes.length : next;
    bytes.copyWithin(length, at, end);
    length += end - at;
    at = end + 1;
  }
  return bytes.subarray(0, length);
}

import { truncateText, wellFormedText } from '#core/text/well-formed';

/** Prefixes by which mail programs mark an answer, in the languages they do it in. */
const ANSWER_PREFIXES = /^(?:(?:re|aw|sv|antw)(?:\[\d{1,3}\])?\s?:\s{0,20})+/i;
/** A request number in brackets, as this channel puts it at the end. */
const BRACKETED_NUMBERS = /\s{0,20}\[[A-Z]{2}\d{2}-\d{6,12}-\d\]/gi;
/** Controls break a field out of its line; bidirectional marks make it read as another one. */
const UNFIT_FOR_A_FIELD =
  // eslint-disable-next-line no-control-regex -- these are what must not get into a header field
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;
/** Printable ASCII without angle brackets and spaces; a field's line holds 998 (RFC 5322 §2.1.1). */
const MESSAGE_ID = /^<[!-;=?-~]{1,500}>$/;

const SUBJECT_CHARACTERS = 200;
const NAME_CHARACTERS = 100;
const REFERENCES_BYTES = 1_000;

/** `Re: Street light out [FM26-004817-3]`: one prefix and one number, whatever the citizen's had. */
export function answerSubject(subject: string, requestNumber: string): string {
  const own = oneLine(subject, SUBJECT_CHARACTERS)
    .replaceAll(BRACKETED_NUMBERS, '')
    .replace(ANSWER_PREFIXES, '')
    .trim();
  return own === '' ? `Re: [${requestNumber}]` : `Re: ${own} [${requestNumber}]`;
}

/** A subject that answers nothing. */
export function plainSubject(subject: string): string {
  return oneLine(subject, SUBJECT_CHARACTERS);
}

/** A name to stand before an address; null when nothing is left of it. */
export function displayName(name: string | null): string | null {
  const line = oneLine(name ?? '', NAME_CHARACTERS);
  return line === '' ? null : line;
}

export function isMessageId(text: string): boolean {
  return MESSAGE_ID.test(text);
}

/**
 * The thread for the References field: the first id, which a mail program finds the thread by, and as
 * many of the newest as fit; relays refuse fields that grow for ever.
 */
export function trimmedReferences(thread: readonly string[]): string[] {
  const [first, ...later] = [...new Set(thread)].filter(isMessageId);
  if (first === undefined) return [];
  let bytes = first.length;
  const kept: string[] = [];
  for (const id of later.reverse()) {
    bytes += 1 + id.length;
    if (bytes >= REFERENCES_BYTES) break;
    kept.unshift(id);
  }
  return [first, ...kept];
}

function oneLine(text: string, maxCharacters: number): string {
  const line = wellFormedText(text).replaceAll(UNFIT_FOR_A_FIELD, ' ').replaceAll(/\s+/g, ' ');
  return truncateText(line.trim(), maxCharacters).trim();
}

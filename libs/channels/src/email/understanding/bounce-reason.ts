import {
  type BounceReason,
  HARD_REASONS,
  REASON_OF_STATUS,
  REASON_WORDS,
} from './bounce-reason-words.js';

/** Why a mail came back, and whether the address will never take one. */
export interface BounceCause {
  /** RFC 3463; null where nothing states one. */
  readonly status: string | null;
  readonly reason: BounceReason;
  readonly hard: boolean;
}

/** What was said about one recipient. */
export interface Refusal {
  readonly words: string;
  /** The status that a report's own field gives. */
  readonly status: string | null;
  /** All that the notice says around it: the words alone seldom tell at what step they were said. */
  readonly context: string;
  readonly delayed: boolean;
}

const LONGEST_DIAGNOSTIC = 800;
const STATUS = /(?<![\d.])([245]\.\d\.\d{1,3})(?![\d.])/g;
const REPLY = /(?:^|[^\d.:@-])([45][0-5]\d)(?=[\s\-:,#]|$)/;
/** A server that took the recipient and refused what followed judges the mail, not the address. */
const AFTER_THE_RECIPIENT =
  /end of data|smtp command data|after i sent the message|[[(]data[\])]|>>> (?:data|\.)/;

/**
 * Judges from the words of the refusing server first, from its codes second: codes are general and
 * often wrong (5.1.1 on full mailboxes), words are what people wrote for people.
 */
export function causeOf(refusal: Refusal): BounceCause {
  const words = squeezed(refusal.words);
  const status = telling(refusal.status) ?? statusIn(words) ?? refusal.status;
  const reason = reasonOf(words, status, squeezed(refusal.context));
  const temporary =
    refusal.delayed || (status?.startsWith('4.') ?? /^4/.test(replyIn(words) ?? ''));
  return { status, reason, hard: HARD_REASONS.has(reason) && !temporary };
}

function squeezed(text: string): string {
  return text.slice(0, LONGEST_DIAGNOSTIC).replaceAll(/\s+/g, ' ').toLowerCase();
}

/** The reply code of RFC 5321 in a text, or null. */
export function replyIn(text: string): string | null {
  return REPLY.exec(text)?.[1] ?? null;
}

function reasonOf(words: string, status: string | null, context: string): BounceReason {
  const said = REASON_WORDS.find(([, pattern]) => pattern.test(words))?.[0];
  const judgesMail = telling(status) === null && AFTER_THE_RECIPIENT.test(context);
  if (said === 'userunknown' && judgesMail) return 'filtered';
  return said ?? reasonOfStatus(status) ?? (replyIn(words) === '552' ? 'mailboxfull' : 'undefined');
}

function reasonOfStatus(status: string | null): BounceReason | null {
  if (status === null) return null;
  return REASON_OF_STATUS.find(([pattern]) => pattern.test(status))?.[1] ?? null;
}

/** X.0.0 tells nothing: then a code within the words is better. */
function telling(status: string | null): string | null {
  return status === null || status.endsWith('.0.0') ? null : status;
}

function statusIn(words: string): string | null {
  const found = [...words.matchAll(STATUS)].map((match) => match[1] ?? '');
  return (
    found.find((status) => !status.startsWith('2') && telling(status) !== null) ?? found[0] ?? null
  );
}

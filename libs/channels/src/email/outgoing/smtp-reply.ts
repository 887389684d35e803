import type { NodemailerError } from 'nodemailer';

import type { DeliveryFailure } from '#core/channel/delivery';
import { truncateText, wellFormedText } from '#core/text/well-formed';

/** A negative answer of the server, taken apart (RFC 5321 §4.2, RFC 3463). */
interface Refusal {
  readonly code: number;
  /** Such as `5.1.1`; empty when the server gives none. */
  readonly status: string;
  /** In lower case, within a bound. */
  readonly words: string;
  /** What was refused, as the library names it. */
  readonly command: string;
}

const READ_CHARACTERS = 1_000;
const REASON_CHARACTERS = 300;

/** Our sign-in, or our right to send with it: every other mail of the account fares the same. */
const SIGN_IN_CODES = new Set([530, 534, 535, 538]);
const SIGN_IN_STATUSES = /^5\.7\.(?:8|9|11|14|30|57|60|139)$/;
const NOT_ALLOWED_TO_SEND =
  /relay(?:ing)?(?: access)? (?:denied|not permitted|prohibited)|unable to relay|not owned by user|sendasdenied/;

const TOO_MUCH =
  /too many|too fast|rate.?limit|limit.{0,20}rate|throttl|slow down|unusual rate|(?:sending|daily|hourly).{0,20}(?:limit|quota)/;
const GREYLISTED = /gr[ea]y.?list/;
/** What the recipient gets too much of, whoever sends: no reason to stop for others. */
const RECIPIENTS_OWN = /^[45]\.2\./;

const FULL =
  /over.?quota|quota (?:is )?(?:exceeded|full)|exceed.{0,40}quota|mailbox (?:is )?full|out of (?:storage|space)|storage allocation|insufficient.{0,20}(?:storage|space)/;
const TOO_BIG = /too (?:big|large)|message size|size limit|maximum.{0,20}size/;
const TOO_BIG_STATUSES = /^5\.(?:2\.3|3\.4)$/;

const GONE_STATUSES = /^5\.(?:1\.\d{1,3}|2\.1)$/;
/** These two are about the sender's address. */
const SENDER_STATUSES = /^5\.1\.[78]$/;
const GONE_WORDS =
  /(?:unknown|no such|invalid|non-?existent|inactive|disabled) (?:local )?(?:user|mailbox|recipient|address|account)|(?:user|mailbox|recipient|account)\b.{0,60}(?:unknown|unavailable|not found|not exist|n't exist|disabled|inactive|no longer|: access denied)|no mailbox here/;
/** A policy that was named is no missing mailbox, whatever the words say. */
const POLICY_STATUSES = /^5\.7\./;

/** Whether the error carries a complete negative answer of the server. */
export function isReply({ responseCode = 0, response }: NodemailerError): boolean {
  return responseCode >= 400 && responseCode < 600 && response !== undefined;
}

/** What one negative answer means for the mail: pure. It was given, so the mail was not taken. */
export function refusalOf(error: NodemailerError): DeliveryFailure {
  const refusal = readRefusal(error);
  const reason = replyText(error);
  if (isAboutSignIn(refusal)) return { kind: 'unauthorised', reason };
  if (isTooMuch(refusal)) return { kind: 'rate-limited', retryAt: null, reason };
  if (isTransient(refusal)) return { kind: 'transient', reason };
  return { kind: isGone(refusal) ? 'recipient-gone' : 'rejected', reason };
}

/** The server's words for people to read, without the addresses in them. */
export function replyText({ response, message }: NodemailerError): string {
  const words = wellFormedText((response ?? message).slice(0, READ_CHARACTERS))
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/[^\s<>@:;,()]{1,320}@[^\s<>@:;,()]{1,320}/g, '…');
  return truncateText(words.trim(), REASON_CHARACTERS) || 'refused without a word';
}

function readRefusal({ responseCode, response, command }: NodemailerError): Refusal {
  const text = (response ?? '').slice(0, READ_CHARACTERS);
  const [, status = ''] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text) ?? [];
  const words = text.toLowerCase().replaceAll(/\s+/g, ' ');
  return { code: responseCode ?? 0, status, words, command: command ?? '' };
}

function isAboutSignIn({ code, status, words, command }: Refusal): boolean {
  if (code < 500) return false;
  return (
    command.startsWith('AUTH') ||
    SIGN_IN_CODES.has(code) ||
    SIGN_IN_STATUSES.test(status) ||
    NOT_ALLOWED_TO_SEND.test(words)
  );
}

function isTooMuch({ status, words }: Refusal): boolean {
  return TOO_MUCH.test(words) && !GREYLISTED.test(words) && !RECIPIENTS_OWN.test(status);
}

function isTransient({ code, status, words, command }: Refusal): boolean {
  if (code < 500) return true;
  // What a server refuses before it has seen a sender says nothing about this mail.
  if (!['MAIL FROM', 'RCPT TO', 'DATA'].includes(command)) return true;
  if (POLICY_STATUSES.test(status) || TOO_BIG_STATUSES.test(status)) return false;
  return status === '5.2.2' || FULL.test(words) || (code === 552 && !TOO_BIG.test(words));
}

function isGone({ status, words, command }: Refusal): boolean {
  if (command === 'MAIL FROM' || SENDER_STATUSES.test(status)) return false;
  if (GONE_STATUSES.test(status)) return true;
  return !POLICY_STATUSES.test(status) && !words.includes('sender') && GONE_WORDS.test(words);
}

import type { ParsedMail } from '../parsed-mail.js';
import {
  isBounceNotice,
  type Notice,
  noticeEntries,
  type NoticeEntry,
  noticeOf,
} from './bounce-notice.js';
import { type BounceCause, causeOf, type Refusal } from './bounce-reason.js';
import type { BounceReason } from './bounce-reason-words.js';
import { DELAY_WORDS } from './bounce-words.js';
import {
  ADDRESS,
  holdsStatusFields,
  type RecipientStatus,
  recipientStatuses,
} from './delivery-status-fields.js';
import { fieldValues } from './header-fields.js';
import { jsonNotification } from './json-notification.js';
import { originalMessageId } from './returned-message.js';

/** What a mail system says became of one of our mails, for one recipient. */
export interface MailDeliveryReport {
  /** In lower case; null where the report names nobody. */
  readonly recipient: string | null;
  readonly status: string | null;
  /** The address will never take a mail. */
  readonly hard: boolean;
  readonly reason: BounceReason | 'delivered';
  readonly outcome: 'failed' | 'delayed' | 'delivered';
  /** With its angle brackets. */
  readonly originalMessageId: string | null;
}

type Outcome = Omit<MailDeliveryReport, 'originalMessageId'>;

/**
 * Reads a delivery report: RFC 3464 where there is one, else the notice for people, which half of all
 * bounces consist of. Empty for every other mail.
 */
export function deliveryReportsOf(mail: ParsedMail): readonly MailDeliveryReport[] {
  const notice = noticeOf(mail.text);
  const outcomes = outcomesOf(mail, notice);
  if (outcomes.length === 0) return [];
  const original = originalMessageId(mail, notice.returned);
  return outcomes.map((outcome) => ({ ...outcome, originalMessageId: original }));
}

function outcomesOf(mail: ParsedMail, notice: Notice): readonly Outcome[] {
  const statuses = statusesOf(mail, notice);
  if (statuses.length > 0) {
    const entries = noticeEntries(notice);
    return statuses.map((status) => outcomeOf(status, entries, wholeOf(mail, notice)));
  }
  return isBounceNotice(mail, notice) ? noticeOutcomes(mail, notice) : [];
}

/** The fields for programs, from their own part, from JSON or, where parts fell apart, from the text. */
function statusesOf(mail: ParsedMail, notice: Notice): readonly RecipientStatus[] {
  const statuses = mail.reports
    .filter(({ contentType }) => /^message\/(?:global-)?delivery-status$/.test(contentType))
    .flatMap(({ text }) => recipientStatuses(text));
  if (statuses.length > 0) return isReport(mail, notice) ? statuses : [];
  const told = jsonNotification(mail);
  if (told !== null) return told.statuses;
  const within = holdsStatusFields(mail.text) && isBounceNotice(mail, notice);
  return within ? recipientStatuses(mail.text) : [];
}

/** A person's mail may hold somebody's report; a report says so in its head. */
function isReport(mail: ParsedMail, notice: Notice): boolean {
  return (
    fieldValues(mail, 'content-type').some((type) =>
      /^(?:multipart\/report|message\/delivery-status)\b/.test(type),
    ) || isBounceNotice(mail, notice)
  );
}

/** All that a report says in words, its subject last: "Returned mail: User unknown". */
function wholeOf(mail: ParsedMail, notice: Notice): string {
  return `${notice.text.slice(0, 600)}\n${mail.subject.slice(0, 150)}`;
}

/** The diagnostic alone where it tells enough; else with what the notice says on the recipient. */
function outcomeOf(
  { recipient, action, status, diagnostic }: RecipientStatus,
  entries: readonly NoticeEntry[],
  whole: string,
): Outcome {
  if (/^(?:delivered|relayed|expanded)$/.test(action)) {
    return { recipient, status, hard: false, reason: 'delivered', outcome: 'delivered' };
  }
  const delayed = action === 'delayed';
  const context = entries.find((entry) => entry.recipient === recipient)?.words ?? '';
  const cause = firstTelling([diagnostic, context || whole], { status, context, delayed });
  return { recipient, ...cause, outcome: delayed ? 'delayed' : 'failed' };
}

function noticeOutcomes(mail: ParsedMail, notice: Notice): readonly Outcome[] {
  const delayed = DELAY_WORDS.test(`${mail.subject.slice(0, 300)}\n${notice.text}`);
  const outcome = delayed ? 'delayed' : 'failed';
  const whole = wholeOf(mail, notice);
  const entries = noticeEntries(notice);
  if (entries.length > 1) {
    return entries.map(({ recipient, words }) => ({
      recipient,
      ...causeOf({ words, status: null, context: words, delayed }),
      outcome,
    }));
  }
  const words = entries[0]?.words ?? notice.text;
  const cause = firstTelling([words, whole], { status: null, context: words, delayed });
  return [{ recipient: entries[0]?.recipient ?? namedIn(mail, notice), ...cause, outcome }];
}

function firstTelling(texts: readonly string[], refusal: Omit<Refusal, 'words'>): BounceCause {
  const causes = texts.map((words) => causeOf({ ...refusal, words }));
  return causes.find(({ reason }) => reason !== 'undefined') ?? causeOf({ ...refusal, words: '' });
}

function namedIn(mail: ParsedMail, notice: Notice): string | null {
  const failed = fieldValues(mail, 'x-failed-recipients').join(' ');
  return ADDRESS.exec(`${failed} ${notice.text}`)?.[0].toLowerCase() ?? null;
}

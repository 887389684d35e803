import type { OriginFacts } from '#core/intake/message-origin';

import { readOwnMessageId } from '../own-mail.js';
import type { ParsedMail } from '../parsed-mail.js';
import { AUTOMATIC_SUBJECTS, AUTOMATIC_TEXTS } from './automatic-words.js';
import { isComplaint } from './complaint.js';
import { deliveryReportsOf } from './delivery-reports.js';
import { fieldSays, fieldValues, hasField } from './header-fields.js';
import { hasNullReturnPath, isFromDaemon } from './transport-signs.js';

/** Set by responders alone; any value but the stated ones counts. */
const RESPONDER_FIELDS: readonly string[] = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-auto-reply',
  'x-auto-response',
  'x-autoreply-from',
  'x-mail-autoreply',
  'x-vacation',
  'x-away',
  'x-cron-env',
  'x-ms-exchange-inbox-rules-loop',
  'auto-submitted-by',
];
const LIST_FIELDS = ['list-id', 'list-post', 'list-help', 'mailing-list', 'x-mailing-list'];
const LOOP_FIELDS = ['x-loop', 'x-mail-loop', 'x-loopcount', 'delivered-to-autoresponder'];
/** Our own mails carry the address that they were sent from; see `compose.ts`. */
const LOOP_MARK = 'x-townline-loop';
const LONGEST_OPENING = 1_500;
const LONGEST_SUBJECT = 300;

/**
 * What speaks for or against a person as the writer of a mail: RFC 3834 and its relatives.
 * @param own all addresses of the town, in lower case
 */
export function originFactsOf(mail: ParsedMail, own: readonly string[]): OriginFacts {
  const outcomes = deliveryReportsOf(mail).map((report) => report.outcome);
  const delivered = outcomes.filter((outcome) => outcome === 'delivered').length;
  const subject = mail.subject.slice(0, LONGEST_SUBJECT).trim();
  return {
    fromOurselves: mail.from.some(({ address }) => own.includes(address.toLowerCase())),
    carriesOurMark: own.some(
      (address) => bearsOwnName(mail, address) || fieldValues(mail, LOOP_MARK).includes(address),
    ),
    failuresReported: outcomes.length - delivered,
    deliveriesReported: delivered,
    reportsComplaint: isComplaint(mail),
    declaresAutomatic: declaresAutomatic(mail),
    answersAutomatically: answersAutomatically(mail),
    refusesAutomaticAnswers: refusesAutomaticAnswers(mail),
    nullReturnPath: hasNullReturnPath(mail),
    fromDaemon: isFromDaemon(mail),
    subjectLooksAutomatic: AUTOMATIC_SUBJECTS.some((words) => words.test(subject)),
    textLooksAutomatic: AUTOMATIC_TEXTS.some((words) =>
      words.test(mail.text.slice(0, LONGEST_OPENING)),
    ),
    bulk: isBulk(mail),
    mailingList:
      LIST_FIELDS.some((name) => hasField(mail, name)) || fieldSays(mail, 'precedence', /^list/),
  };
}

/** Whether `Auto-Submitted` says anything but `no` (RFC 3834 §5). */
function declaresAutomatic(mail: ParsedMail): boolean {
  return (
    fieldValues(mail, 'auto-submitted').some((value) => value !== '' && !/^no\b/.test(value)) ||
    mail.reports.some(({ contentType }) => contentType === 'message/disposition-notification')
  );
}

function answersAutomatically(mail: ParsedMail): boolean {
  return (
    fieldSays(mail, 'auto-submitted', /^auto-replied/) ||
    fieldSays(mail, 'precedence', /^auto[_-]?reply/) ||
    fieldSays(mail, 'x-precedence', /^auto[_-]?reply/) ||
    fieldSays(mail, 'x-apple-action', /^vacation/) ||
    RESPONDER_FIELDS.some((name) =>
      fieldValues(mail, name).some((value) => !/^(?:no|false|0)$/.test(value)),
    )
  );
}

function refusesAutomaticAnswers(mail: ParsedMail): boolean {
  return (
    fieldSays(mail, 'x-auto-response-suppress', /\b(?:all|oof|autoreply)\b/) ||
    LOOP_FIELDS.some((name) => hasField(mail, name))
  );
}

function isBulk(mail: ParsedMail): boolean {
  return (
    fieldSays(mail, 'precedence', /^(?:bulk|junk)/) ||
    fieldSays(mail, 'x-precedence', /^(?:bulk|junk)/) ||
    hasField(mail, 'list-unsubscribe')
  );
}

function bearsOwnName(mail: ParsedMail, address: string): boolean {
  return mail.messageId !== null && readOwnMessageId(mail.messageId, address) !== null;
}

import type { ParsedMail } from '../parsed-mail.js';
import { jsonNotification } from './json-notification.js';

/** Microsoft's feedback loop sends the mail complained of, attached, without any report. */
const PLAIN_COMPLAINT = /^complaint about message from \[?[0-9a-f.:]{3,45}\]?$/i;

/**
 * Whether a provider passes on that somebody called a mail of ours abuse: a feedback report
 * (RFC 5965), or one of its relatives without a report part.
 */
export function isComplaint(mail: ParsedMail): boolean {
  return (
    mail.reports.some(({ contentType }) => contentType === 'message/feedback-report') ||
    jsonNotification(mail)?.kind === 'complaint' ||
    PLAIN_COMPLAINT.test(mail.subject.slice(0, 200).trim())
  );
}

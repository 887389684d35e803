import type { ParsedMail } from '../parsed-mail.js';
import { addressIn, type RecipientStatus, statusIn } from './delivery-status-fields.js';
import { hasField } from './header-fields.js';

const LONGEST_TEXT = 200_000;
const MOST_RECIPIENTS = 100;
const KIND = /"(?:notification|event)Type"\s{0,5}:\s{0,5}"(Bounce|Complaint)"/;
const RECIPIENTS = /"bouncedRecipients"\s{0,5}:\s{0,5}\[([^\]]{0,20000})\]/;
const MESSAGE_ID = /"Message-ID"\s{0,5},\s{0,5}"value"\s{0,5}:\s{0,5}"(<[^<>"\s]{1,998}>)"/i;

/** What a sending service tells by a mail of JSON about a mail of ours. */
export interface JsonNotification {
  readonly kind: 'bounce' | 'complaint';
  readonly statuses: readonly RecipientStatus[];
  /** With its angle brackets; null where the service was not told to repeat it. */
  readonly originalMessageId: string | null;
}

/**
 * Reads what Amazon SES lets SNS send by mail, bare or within SNS's own JSON; null for other mails.
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
export function jsonNotification(mail: ParsedMail): JsonNotification | null {
  if (!hasField(mail, 'x-amz-sns-message-id')) return null;
  const text = mail.text.slice(0, LONGEST_TEXT).replaceAll('\\"', '"');
  const kind = KIND.exec(text)?.[1];
  if (kind === undefined) return null;
  const recipients = RECIPIENTS.exec(text)?.[1]?.match(/\{[^{}]{0,5000}\}/g) ?? [];
  return {
    kind: kind === 'Bounce' ? 'bounce' : 'complaint',
    statuses: recipients.slice(0, MOST_RECIPIENTS).map(statusOf),
    originalMessageId: MESSAGE_ID.exec(text)?.[1] ?? null,
  };
}

function statusOf(json: string): RecipientStatus {
  return {
    recipient: addressIn(valueOf(json, 'emailAddress')),
    action: 'failed',
    status: statusIn(valueOf(json, 'status')),
    diagnostic: valueOf(json, 'diagnosticCode'),
  };
}

function valueOf(json: string, name: string): string {
  return new RegExp(`"${name}"\\s{0,5}:\\s{0,5}"([^"]{0,4000})"`).exec(json)?.[1] ?? '';
}

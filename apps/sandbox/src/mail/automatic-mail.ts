import { randomUUID } from 'node:crypto';

import MailComposer from 'nodemailer/lib/mail-composer';
import MimeNode from 'nodemailer/lib/mime-node';

import { marksOfTheWay, threading } from './compose.js';
import { MAIL_SYSTEM } from './mail-account.js';
import type { ReadMail } from './read-mail.js';

/** What the town sent, as the mail system took it. */
export interface TakenMail {
  /** Of the SMTP session; empty for mail that wants no report. */
  readonly returnPath: string;
  readonly recipient: string;
  readonly raw: Buffer;
  readonly mail: ReadMail;
}

const MAX_RETURNED_HEADER_BYTES = 64 * 1024;
const DAEMON = `mailer-daemon@${MAIL_SYSTEM}`;

/**
 * A delivery report (RFC 3464) within a multipart/report (RFC 6522): words for people, the status for
 * programs, and the header of what comes back.
 */
export async function bounceOf(taken: TakenMail, to: string, at: Date): Promise<Buffer> {
  const report = new MimeNode('multipart/report; report-type=delivery-status', { newline: 'win' });
  report.setHeader({
    From: `Mail Delivery System <${DAEMON}>`,
    To: to,
    Subject: 'Undelivered Mail Returned to Sender',
    Date: at,
    'Message-ID': `<${randomUUID()}@${MAIL_SYSTEM}>`,
    'Auto-Submitted': 'auto-replied',
  });
  const parts: readonly (readonly [type: string, content: string])[] = [
    ['text/plain; charset=utf-8', words(taken.recipient)],
    ['message/delivery-status', status(taken.recipient, at)],
    ['text/rfc822-headers', headerOf(taken.raw)],
  ];
  for (const [type, content] of parts) {
    report.createChild(type).setRaw(`Content-Type: ${type}\r\n\r\n${content}`);
  }
  return Buffer.concat([marksOfTheWay('', DAEMON, at), await report.build()]);
}

/** An automatic reply with the marks of RFC 3834 §3: from the recipient, threaded, and saying what it is. */
export async function outOfOfficeOf(taken: TakenMail, to: string, at: Date): Promise<Buffer> {
  const { messageId, references, subject } = taken.mail;
  const composer = new MailComposer({
    ...{ from: taken.recipient, to, subject: `Auto: ${subject}`, date: at },
    messageId: `<${randomUUID()}@${MAIL_SYSTEM}>`,
    text: 'I am out of the office until Monday and will read your mail then.\n',
    ...threading({ messageId, references }),
    headers: { 'Auto-Submitted': 'auto-replied' },
    newline: 'win',
  });
  return Buffer.concat([marksOfTheWay('', taken.recipient, at), await composer.compile().build()]);
}

function words(recipient: string): string {
  return [
    `This is the mail system at host ${MAIL_SYSTEM}.`,
    '',
    'Your message could not be delivered to one of its recipients.',
    '',
    `<${recipient}>: 550 5.1.1 No such mailbox here`,
    '',
  ].join('\r\n');
}

function status(recipient: string, at: Date): string {
  return [
    `Reporting-MTA: dns; ${MAIL_SYSTEM}`,
    `Arrival-Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    `Remote-MTA: dns; ${MAIL_SYSTEM}`,
    'Diagnostic-Code: smtp; 550 5.1.1 No such mailbox here',
    '',
  ].join('\r\n');
}

/** Up to the empty line, in bytes as they came. */
function headerOf(raw: Buffer): string {
  const end = raw.indexOf('\r\n\r\n');
  const header = raw.subarray(0, end === -1 ? raw.length : end);
  return `${header.subarray(0, MAX_RETURNED_HEADER_BYTES).toString('latin1')}\r\n`;
}

import type { ParsedMail } from '../parsed-mail.js';
import { jsonNotification } from './json-notification.js';

const LONGEST_HEAD = 64_000;
const MESSAGE_ID = /^(?:x-original-)?message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,998}>)/im;
const WRAPPERS = /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/;

/**
 * The Message-ID of the mail that a report is about: from the returned mail, else from what the
 * report says that it answers.
 * @param returned the returned mail where it lies within the report's text
 */
export function originalMessageId(mail: ParsedMail, returned: string): string | null {
  const heads = mail.reports.filter(({ contentType }) => WRAPPERS.test(contentType));
  for (const text of [...heads.map((head) => head.text), returned]) {
    const id = MESSAGE_ID.exec(text.slice(0, LONGEST_HEAD))?.[1];
    if (id !== undefined) return id;
  }
  const told = jsonNotification(mail)?.originalMessageId;
  return told ?? mail.inReplyTo[0] ?? mail.references.at(-1) ?? null;
}

import type { Place } from '../../web/page.js';
import type { MailSettings } from '../mail-account.js';
import type { KeptMail } from '../mailbox.js';

const SNIPPET_CHARACTERS = 160;

/** What every page of the mailbox shows besides mails. */
export interface MailView {
  readonly town: MailSettings;
  readonly places: readonly Place[];
}

export function subjectOf({ mail }: KeptMail): string {
  return mail.subject.trim() === '' ? '(no subject)' : mail.subject;
}

export function snippet({ mail }: KeptMail): string {
  const line = mail.text
    .slice(0, 2 * SNIPPET_CHARACTERS)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > SNIPPET_CHARACTERS ? `${line.slice(0, SNIPPET_CHARACTERS)}…` : line;
}

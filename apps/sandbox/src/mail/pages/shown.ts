import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import type { Place } from '../../web/page.js';
import type { KeptMail } from '../mailbox.js';

const SNIPPET_CHARACTERS = 160;

export const mailPlaces: readonly Place[] = [{ path: '/mail', title: 'Mail' }];

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

export function moment(at: string): Html {
  const shown = at.slice(0, 16).replace('T', ' ');
  return html`<time datetime="${at}">${shown} UTC</time>`;
}

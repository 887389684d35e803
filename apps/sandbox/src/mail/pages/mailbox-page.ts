import { faultOf, field } from '../../../../api/src/portal/pages/fields.js';
import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import { faultSummary, fileField } from '../../web/form-fields.js';
import { moment } from '../../web/moment.js';
import { page } from '../../web/page.js';
import type { MailSettings } from '../mail-account.js';
import type { Thread } from '../mailbox.js';
import { citizenOf, type ShownForm } from '../written-mail.js';
import { type MailView, snippet, subjectOf } from './shown.js';

const MOST_SHOWN = 100;

/** Every thread, newest first, and a form for a new mail to the town. */
export function mailboxPage(
  { town, places }: MailView,
  threads: readonly Thread[],
  form: ShownForm,
): string {
  const title = 'Mailbox of a citizen';
  const body = html`${faultSummary(form.faults)}
    <h1>${title}</h1>
    <p class="lead">
      Write to ${town.displayName} as a citizen would, and see the answers arrive here.
    </p>
    <section aria-labelledby="mails">
      <h2 id="mails">Mails</h2>
      <p><a href="/mail">Look for new mail</a></p>
      ${threads.length === 0 ? html`<p>Nothing yet.</p>` : threadList(threads)}
    </section>
    <section aria-labelledby="write" class="panel">
      <h2 id="write">Write to the town</h2>
      ${writeForm(town, form)}
    </section>`;
  const shownTitle = form.faults.length === 0 ? title : `Error: ${title}`;
  return page({ title: shownTitle, body, path: '/mail', places });
}

function threadList(threads: readonly Thread[]): Html {
  return html`<ol class="messages">
    ${threads.slice(0, MOST_SHOWN).map(threadItem)}
  </ol>`;
}

function threadItem(thread: Thread): Html {
  const last = thread.mails.at(-1);
  const [first] = thread.mails;
  if (first === undefined || last === undefined) return html``;
  return html`<li class="${last.writer}">
    <h3><a href="/mail/threads/${thread.id}">${subjectOf(first)}</a></h3>
    <p class="who">
      <span>${citizenOf(thread)}</span> <span>${mailCount(thread.mails.length)}</span>
      ${moment(last.at)}
    </p>
    <p dir="auto">${snippet(last)}</p>
  </li>`;
}

function mailCount(count: number): string {
  return count === 1 ? '1 mail' : `${count} mails`;
}

function writeForm(town: MailSettings, { values, faults }: ShownForm): Html {
  return html`<p class="hint">To: ${town.displayName} &lt;${town.address}&gt;</p>
    <form method="post" action="/mail" enctype="multipart/form-data" novalidate>
      ${field({
        ...{ name: 'from', label: 'Your address', kind: 'email', autocomplete: 'off' },
        hint: 'Any address you like: it is only played with.',
        value: values['from'] ?? '',
        fault: faultOf(faults, 'from'),
      })}
      ${field({
        ...{ name: 'subject', label: 'Subject', kind: 'text' },
        value: values['subject'] ?? '',
        fault: faultOf(faults, 'subject'),
      })}
      ${field({
        ...{ name: 'text', label: 'Text', kind: 'lines' },
        value: values['text'] ?? '',
        fault: faultOf(faults, 'text'),
      })}
      ${fileField('attachment', 'Attachment (optional)')}
      <button type="submit">Send</button>
    </form>`;
}

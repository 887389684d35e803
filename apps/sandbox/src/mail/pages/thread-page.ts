import { faultOf, field } from '../../../../api/src/portal/pages/fields.js';
import { type Html, html, paragraphs } from '../../../../api/src/portal/pages/html.js';
import { faultSummary, fileField } from '../../web/form-fields.js';
import { moment } from '../../web/moment.js';
import { page } from '../../web/page.js';
import type { MailSettings } from '../mail-account.js';
import type { KeptMail, Thread } from '../mailbox.js';
import { citizenOf, type ShownForm } from '../written-mail.js';
import { type MailView, subjectOf } from './shown.js';

/** One thread with every mail of it as text, and a form to answer. */
export function threadPage(view: MailView, thread: Thread, form: ShownForm): string {
  const [first] = thread.mails;
  const title = first === undefined ? 'Mail' : subjectOf(first);
  const path = `/mail/threads/${thread.id}`;
  const body = html`${faultSummary(form.faults)}
    <p><a href="/mail">Back to the mailbox</a></p>
    <h1>${title}</h1>
    <p class="actions"><a href="${path}">Look for new mail</a></p>
    <ol class="messages">
      ${thread.mails.map((kept) => mailItem(view.town, kept))}
    </ol>
    <section aria-labelledby="answer" class="panel">
      <h2 id="answer">Answer as ${citizenOf(thread)}</h2>
      <form method="post" action="${path}" enctype="multipart/form-data" novalidate>
        ${field({
          ...{ name: 'text', label: 'Text', kind: 'lines' },
          hint: 'The last mail of the town is quoted below your words, as mail programs do.',
          value: form.values['text'] ?? '',
          fault: faultOf(form.faults, 'text'),
        })}
        ${fileField('attachment', 'Attachment (optional)')}
        <button type="submit">Send</button>
      </form>
    </section>`;
  const shownTitle = form.faults.length === 0 ? title : `Error: ${title}`;
  return page({ title: shownTitle, body, places: view.places });
}

function mailItem(town: MailSettings, kept: KeptMail): Html {
  const { mail, at, writer } = kept;
  return html`<li class="${writer}">
    <p class="who"><strong>${nameOf(town, kept)}</strong> ${moment(at)}</p>
    <p dir="auto">${paragraphs(mail.text.trimEnd())}</p>
    ${mail.attachments.map(
      ({ filename, size }) => html`<p class="state">Attachment: ${filename} (${size} bytes)</p>`,
    )}
    ${wayOf(kept)}
  </li>`;
}

function nameOf(town: MailSettings, { mail, writer }: KeptMail): string {
  const name = mail.from?.name || mail.from?.address || 'somebody';
  switch (writer) {
    case 'citizen':
      return mail.from?.address ?? 'You';
    case 'town':
      return mail.automatic ? `${name}, automatic` : name || town.displayName;
    case 'machine':
      return `${name}, automatic`;
  }
}

function wayOf({ way, writer }: KeptMail): Html | null {
  if (writer === 'town') return null;
  switch (way.kind) {
    case 'arrived':
      return html`<p class="state">The town has it.</p>`;
    case 'on-its-way':
      return html`<p class="state">On its way: the town did not take it yet.</p>`;
    case 'refused':
      return html`<p class="state refused">The town refused it: ${way.reason}</p>`;
  }
}

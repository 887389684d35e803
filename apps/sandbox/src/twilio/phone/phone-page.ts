import { faultOf, field } from '../../../../api/src/portal/pages/fields.js';
import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import { faultSummary } from '../../web/form-fields.js';
import { moment } from '../../web/moment.js';
import { page, type Place } from '../../web/page.js';
import { shownNumber } from '../../web/phone-number.js';
import { type Conversation, conversationPath } from './conversations.js';
import { textForm } from './text-form.js';
import type { ShownForm } from './written-text.js';

/** What the pages of the phone show besides texts. */
export interface PhoneView {
  readonly townNumber: string;
  readonly places: readonly Place[];
  /** Other things to do with the phone. */
  readonly links: readonly Place[];
}

const MOST_SHOWN = 100;
const SNIPPET_CHARACTERS = 120;

/** Every conversation, newest first, and a form for a text from any number. */
export function phonePage(
  view: PhoneView,
  conversations: readonly Conversation[],
  form: ShownForm,
): string {
  const title = 'Phone of a citizen';
  const body = html`${faultSummary(form.faults)}
    <h1>${title}</h1>
    <p class="lead">
      Text the town at ${shownNumber(view.townNumber)} as a citizen would, and see its answers
      arrive here. The phone company in between is simulated.
    </p>
    <ul class="actions">
      ${view.links.map(({ path, title: name }) => html`<li><a href="${path}">${name}</a></li>`)}
      <li><a href="/faults">Make the phone company misbehave</a></li>
    </ul>
    <section aria-labelledby="conversations">
      <h2 id="conversations">Conversations</h2>
      <p><a href="/twilio">Look for new texts</a></p>
      ${conversations.length === 0 ? html`<p>Nothing yet.</p>` : list(conversations)}
    </section>
    <section aria-labelledby="write" class="panel">
      <h2 id="write">Text the town</h2>
      ${textForm('/twilio', form, numberField(form))}
    </section>`;
  const shownTitle = form.faults.length === 0 ? title : `Error: ${title}`;
  return page({ title: shownTitle, body, path: '/twilio', places: view.places });
}

function numberField({ values, faults }: ShownForm): Html {
  return field({
    ...{ name: 'from', label: 'Your number', kind: 'tel', autocomplete: 'off' },
    hint: 'Each number is another citizen. Try +1 919 555 0101 to 0109, or any you like: it is only played with.',
    value: values['from'] ?? '',
    fault: faultOf(faults, 'from'),
  });
}

function list(conversations: readonly Conversation[]): Html {
  return html`<ol class="messages">
    ${conversations.slice(0, MOST_SHOWN).map(item)}
  </ol>`;
}

function item({ number, messages }: Conversation): Html {
  const last = messages.at(-1);
  if (last === undefined) return html``;
  const count = messages.length === 1 ? '1 text' : `${messages.length} texts`;
  const words = last.body === '' ? '(a picture)' : last.body;
  const snippet = words.slice(0, SNIPPET_CHARACTERS);
  return html`<li class="${last.direction === 'inbound' ? 'citizen' : 'town'}">
    <h3><a href="${conversationPath(number)}">${shownNumber(number)}</a></h3>
    <p class="who"><span>${count}</span> ${moment(last.createdAt)}</p>
    <p dir="auto">${snippet === words ? snippet : `${snippet}…`}</p>
  </li>`;
}

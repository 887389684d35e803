import { faultOf, field } from '../../../../api/src/portal/pages/fields.js';
import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import { faultSummary } from '../../web/form-fields.js';
import { moment } from '../../web/moment.js';
import { page, type Place } from '../../web/page.js';
import { shownNumber } from '../../web/phone-number.js';
import type { Chat } from '../chats.js';
import type { SubscriptionState } from '../webhook/subscription.js';
import { townNumber } from '../whatsapp-account.js';
import { messageForm } from './message-form.js';
import type { ShownForm } from './written-message.js';

const MOST_SHOWN = 100;
const SNIPPET_CHARACTERS = 120;

export interface ChatView {
  readonly places: readonly Place[];
  readonly subscription: SubscriptionState;
}

/** Every chat, the one that moved last first, and a form for a new one. */
export function chatsPage(view: ChatView, chats: readonly Chat[], form: ShownForm): string {
  const title = 'WhatsApp of a citizen';
  const body = html`${faultSummary(form.faults)}
    <h1>${title}</h1>
    <p class="lead">
      Write to ${townNumber.name} (${townNumber.shown}) as a citizen would, and see the answers
      arrive here.
    </p>
    ${subscriptionNote(view.subscription)}
    <section aria-labelledby="chats">
      <h2 id="chats">Chats</h2>
      <p class="actions">
        <a href="/whatsapp">Look for new messages</a>
        <a href="/faults">Make WhatsApp misbehave</a>
      </p>
      ${chats.length === 0 ? html`<p>Nothing yet.</p>` : chatList(chats)}
    </section>
    <section aria-labelledby="write" class="panel">
      <h2 id="write">Write to the town</h2>
      ${messageForm('/whatsapp', form, writerFields(form))}
    </section>`;
  const shownTitle = form.faults.length === 0 ? title : `Error: ${title}`;
  return page({ title: shownTitle, body, path: '/whatsapp', places: view.places });
}

export function chatPath(number: string): string {
  return `/whatsapp/chats/${number.slice(1)}`;
}

/** Says so while the town did not confirm its webhook: nothing reaches it before that. */
export function subscriptionNote(subscription: SubscriptionState): Html | null {
  if (subscription.kind !== 'unconfirmed') return null;
  return html`<p class="summary">
    The town has not confirmed its webhook (${subscription.reason}): what you write waits until it
    does.
  </p>`;
}

function chatList(chats: readonly Chat[]): Html {
  return html`<ol class="messages">
    ${chats.slice(0, MOST_SHOWN).map(chatItem)}
  </ol>`;
}

function chatItem({ citizen, bubbles }: Chat): Html {
  const last = bubbles.at(-1);
  return html`<li class="${last?.writer ?? 'citizen'}">
    <h3><a href="${chatPath(citizen.number)}">${citizen.name}</a></h3>
    <p class="who">
      <span>${shownNumber(citizen.number)}</span> ${last === undefined ? null : moment(last.at)}
    </p>
    <p dir="auto">${last === undefined ? 'Nothing written yet.' : snippet(last.text)}</p>
  </li>`;
}

function snippet(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return 'A file';
  return line.length > SNIPPET_CHARACTERS ? `${line.slice(0, SNIPPET_CHARACTERS)}…` : line;
}

function writerFields({ values, faults }: ShownForm): Html {
  return html`${field({
    ...{ name: 'number', label: 'Your number', kind: 'tel', autocomplete: 'off' },
    hint: 'Any number you like: it is only played with.',
    value: values['number'] ?? '',
    fault: faultOf(faults, 'number'),
  })}
  ${field({
    ...{ name: 'name', label: 'Your name', kind: 'text', autocomplete: 'off' },
    value: values['name'] ?? '',
    fault: faultOf(faults, 'name'),
  })}`;
}

import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import { faultSummary } from '../../web/form-fields.js';
import { page } from '../../web/page.js';
import { shownNumber } from '../../web/phone-number.js';
import type { Bubble, Chat } from '../chats.js';
import { isWindowOpen } from '../window.js';
import { bubbleItem } from './bubble-item.js';
import { chatPath, type ChatView, subscriptionNote } from './chats-page.js';
import { messageForm } from './message-form.js';
import type { ShownForm } from './written-message.js';

const MOST_SHOWN = 200;
const MOST_QUOTABLE = 10;
const QUOTE_CHARACTERS = 60;

/** One citizen's chat with the town, and a form to go on. */
export function chatPage(view: ChatView, chat: Chat, form: ShownForm): string {
  const { citizen, bubbles } = chat;
  const path = chatPath(citizen.number);
  const title = `Chat of ${citizen.name}`;
  const body = html`${faultSummary(form.faults)}
    <p><a href="/whatsapp">Back to all chats</a></p>
    <h1>${title}</h1>
    <p class="lead">${whoIs(chat)}</p>
    <p class="actions">
      <a href="${path}">Look for new messages</a>
      <a href="/faults">Make WhatsApp misbehave</a>
    </p>
    ${subscriptionNote(view.subscription)}
    <ol class="chat">
      ${bubbles.slice(-MOST_SHOWN).map((bubble) => bubbleItem(bubble, bubbles))}
    </ol>
    ${windowForm(chat, path)}
    <section aria-labelledby="answer" class="panel">
      <h2 id="answer">Write as ${citizen.name}</h2>
      ${messageForm(path, form, quoteField(bubbles, form))}
    </section>`;
  const shownTitle = form.faults.length === 0 ? title : `Error: ${title}`;
  return page({ title: shownTitle, body, places: view.places });
}

function whoIs({ citizen }: Chat): string {
  const number = shownNumber(citizen.number);
  return citizen.username === null ? number : `${number}, hidden behind @${citizen.username}`;
}

function windowForm(chat: Chat, path: string): Html {
  if (!isWindowOpen(chat, Date.now())) {
    return html`<p class="window">
      24 hours have passed since the citizen wrote: the town can send nothing but an approved
      template until the citizen writes again.
    </p>`;
  }
  return html`<form method="post" action="${path}/day" class="window">
    <p>The town may write freely for 24 hours after the citizen's last message.</p>
    <button type="submit" class="quiet">24 hours pass</button>
  </form>`;
}

function quoteField(bubbles: readonly Bubble[], { values }: ShownForm): Html | null {
  const quotable = bubbles.filter(isQuotable).slice(-MOST_QUOTABLE);
  if (quotable.length === 0) return null;
  const options = quotable
    .toReversed()
    .map(
      ({ wamid, text }) =>
        html`<option value="${wamid}" ${values['quotes'] === wamid ? html` selected` : null}>
          ${text.slice(0, QUOTE_CHARACTERS)}
        </option>`,
    );
  return html`<div class="field">
    <label for="quotes">Answers the message (optional)</label>
    <select id="quotes" name="quotes">
      <option value="">None in particular</option>
      ${options}
    </select>
  </div>`;
}

function isQuotable({ writer, state }: Bubble): boolean {
  return writer === 'town' && state.kind !== 'failed';
}

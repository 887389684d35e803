import { type Html, html, paragraphs } from '../../../../api/src/portal/pages/html.js';
import { faultSummary } from '../../web/form-fields.js';
import { moment } from '../../web/moment.js';
import { page } from '../../web/page.js';
import { shownNumber } from '../../web/phone-number.js';
import { isShown } from '../texting/media-routes.js';
import type { Media, Message } from '../texting/message.js';
import type { RefusedText } from '../texting/message-book.js';
import { type Conversation, conversationPath } from './conversations.js';
import type { PhoneView } from './phone-page.js';
import { standing } from './shown.js';
import { textForm } from './text-form.js';
import type { ShownForm } from './written-text.js';

/** A conversation and what the provider knows about it. */
export interface ShownConversation extends Conversation {
  readonly isOptedOut: boolean;
  readonly refusals: readonly RefusedText[];
  mediaOf(message: Message): readonly Media[];
}

const MOST_SHOWN = 200;

/** One citizen's phone: every text of both sides, and a form to answer. */
export function conversationPage(
  view: PhoneView,
  conversation: ShownConversation,
  form: ShownForm,
): string {
  const { number } = conversation;
  const title = `Phone of ${shownNumber(number)}`;
  const path = conversationPath(number);
  const body = html`${faultSummary(form.faults)}
    <p><a href="/twilio">Back to all conversations</a></p>
    <h1>${title}</h1>
    <p class="actions">
      <a href="${path}">Look for new texts</a>
      <a href="/faults">Make the phone company misbehave</a>
    </p>
    <ol class="chat">
      ${itemsOf(conversation)}
    </ol>
    ${conversation.isOptedOut ? optOutNote : null}
    <section aria-labelledby="answer" class="panel">
      <h2 id="answer">Text as ${shownNumber(number)}</h2>
      ${textForm(path, form, null)}
    </section>`;
  const shownTitle = form.faults.length === 0 ? title : `Error: ${title}`;
  return page({ title: shownTitle, body, places: view.places });
}

const optOutNote = html`<p class="state">
  This number has sent STOP: the phone company refuses what the town sends to it until it sends
  START.
</p>`;

function itemsOf(conversation: ShownConversation): readonly Html[] {
  const texts = conversation.messages.map((message) => ({
    at: message.createdAt,
    item: textItem(message, conversation.mediaOf(message)),
  }));
  const refused = conversation.refusals.map((refusal) => ({
    at: Date.parse(refusal.at),
    item: refusalItem(refusal),
  }));
  const inOrder = [...texts, ...refused].toSorted((one, other) => one.at - other.at);
  return inOrder.slice(-MOST_SHOWN).map(({ item }) => item);
}

function textItem(message: Message, media: readonly Media[]): Html {
  const isCitizen = message.direction === 'inbound';
  return html`<li class="${isCitizen ? 'citizen' : 'town'}">
    <p class="who">${writers[message.direction]} ${moment(message.createdAt)}</p>
    ${media.map(pictureOf)}
    <p dir="auto">${paragraphs(message.body)}</p>
    ${standing(message)}
  </li>`;
}

const writers: Readonly<Record<Message['direction'], string>> = {
  inbound: 'You',
  'outbound-api': 'The town',
  'outbound-reply': 'The phone company',
};

function pictureOf(media: Media): Html {
  if (!isShown(media)) return html`<p class="state">File: ${media.contentType}</p>`;
  const address = `/twilio/pictures/${media.accountSid}/${media.sid}`;
  return html`<img src="${address}" alt="Picture that was sent" />`;
}

function refusalItem({ at, code, words }: RefusedText): Html {
  return html`<li class="town">
    <p class="who">Not sent ${moment(Date.parse(at))}</p>
    <p class="state refused">The phone company refused a text of the town: ${words} (${code})</p>
  </li>`;
}

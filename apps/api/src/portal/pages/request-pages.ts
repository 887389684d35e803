import type { PublicCard } from '#core/citizen/public-card';
import type { Thread, ThreadMessage } from '#core/citizen/thread';
import type { FieldFault } from '#core/error/problem';
import { isClosed } from '#core/request/status';
import type { Instant } from '#core/time/instant';

import { attachmentList } from './attachment-list.js';
import { faultOf, faultSummary, field } from './fields.js';
import { type Html, html, paragraphs } from './html.js';
import { page, type PageContext, say } from './layout.js';

/** What everybody may see who knows the number. */
export function cardPage(context: PageContext, card: PublicCard): string {
  const title = say(context, 'portal.card.title', { number: card.number });
  const body = html`<h1>${title}</h1>
    ${standing(context, card)}
    <p class="hint">${say(context, 'portal.card.private')}</p>
    <p><a href="/">${say(context, 'portal.home')}</a></p>`;
  return page(context, title, body);
}

export interface ThreadForm {
  /** Where the box "write more" posts to: the path of the signed link itself. */
  readonly action: string;
  readonly idempotencyKey: string;
  readonly text: string;
  readonly faults: readonly FieldFault[];
  /** Just sent: says that it is saved. */
  readonly saved: boolean;
}

/** The thread behind a signed link: number, promise, answers, and a box to write more. */
export function threadPage(context: PageContext, thread: Thread, form: ThreadForm): string {
  const title = say(context, 'portal.card.title', { number: thread.number });
  const body = html`${faultSummary(context, form.faults)}
    ${form.saved ? html`<p class="saved" role="status">${say(context, 'portal.thread.saved')}</p>` : null}
    <p class="number-label">${say(context, 'portal.thread.number')}</p>
    <h1 class="number">${thread.number}</h1>
    ${standing(context, thread)}
    ${thread.closeSentence === null ? null : html`<p>${paragraphs(thread.closeSentence)}</p>`}
    <p class="hint">${say(context, 'portal.thread.keep-link')}</p>
    <section aria-labelledby="messages">
      <h2 id="messages">${say(context, 'portal.thread.messages')}</h2>
      <ol class="messages">
        ${thread.messages.map((message) => messageItem(context, message, form.action))}
      </ol>
    </section>
    <section aria-labelledby="more" class="panel">
      <h2 id="more">${say(context, 'portal.thread.more')}</h2>
      <form method="post" action="${form.action}" novalidate>
        <input type="hidden" name="idempotencyKey" value="${form.idempotencyKey}" />
        ${field({
          name: 'text',
          kind: 'lines',
          label: say(context, 'portal.thread.more-label'),
          hint: say(context, 'portal.thread.more-hint'),
          value: form.text,
          fault: faultOf(form.faults, 'text'),
        })}
        <button type="submit">${say(context, 'portal.thread.more-send')}</button>
      </form>
    </section>`;
  const shownTitle =
    form.faults.length === 0 ? title : say(context, 'portal.error.prefix', { title });
  return page(context, shownTitle, body);
}

function standing(context: PageContext, card: PublicCard): Html {
  const open = !isClosed(card.status);
  const promised = open && card.expectedAt !== null;
  return html`<dl class="standing">
      <div>
        <dt>${say(context, 'portal.thread.status')}</dt>
        <dd>${say(context, `status.${card.status}`)}</dd>
      </div>
      <div>
        <dt>${say(context, 'portal.thread.received')}</dt>
        <dd>${moment(context, card.requestedAt)}</dd>
      </div>
      ${
        card.closedAt === null
          ? null
          : html`<div>
              <dt>${say(context, 'portal.card.closed')}</dt>
              <dd>${moment(context, card.closedAt)}</dd>
            </div>`
      }
    </dl>
    ${promised ? html`<p class="promise">${promise(context, card.expectedAt)}</p>` : null}`;
}

function messageItem(context: PageContext, message: ThreadMessage, thread: string): Html {
  return html`<li class="${message.from}">
    <p class="who">
      <strong>${author(context, message)}</strong>
      <time datetime="${new Date(message.at).toISOString()}">${moment(context, message.at)}</time>
    </p>
    <p dir="auto">${paragraphs(message.text)}</p>
    ${attachmentList(context, message.attachments, thread)}
  </li>`;
}

function author(context: PageContext, message: ThreadMessage): string {
  switch (message.from) {
    case 'citizen':
      return say(context, 'portal.thread.you');
    case 'automatic':
      return say(context, 'portal.thread.automatic');
    case 'person':
      return say(context, 'portal.thread.person', {
        name: message.name ?? '311',
        town: context.town,
      });
  }
}

function promise(context: PageContext, due: Instant): string {
  return say(context, 'portal.thread.promise', { due: new Date(due) });
}

function moment(context: PageContext, at: Instant): string {
  return say(context, 'portal.thread.moment', { at: new Date(at) });
}

import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import type { Message, MessageStatus } from '../texting/message.js';
import { segmentsOf } from '../texting/message.js';

/** What became of a text, in a sentence for a newcomer. */
export function standing(message: Message): Html {
  switch (message.direction) {
    case 'inbound':
      return wayOf(message);
    case 'outbound-reply':
      return html`<p class="state">An automatic answer: the town did not write it.</p>`;
    case 'outbound-api':
      return statusOf(message);
  }
}

function wayOf({ way }: Message): Html {
  switch (way.kind) {
    case 'arrived':
      return html`<p class="state">The town has it.</p>`;
    case 'on-its-way':
      return html`<p class="state">On its way: the town did not take it yet.</p>`;
    case 'missed':
      return html`<p class="state refused">
        The town was not told: ${way.reason} The phone company does not come again; the town finds
        it when it looks through the list of messages.
      </p>`;
  }
}

function statusOf(message: Message): Html {
  const segments = segmentsOf(message);
  const pieces = segments === 1 ? '1 segment' : `${segments} segments`;
  const { status, errorCode } = message;
  if (errorCode === null) return html`<p class="state">${words[status]}, ${pieces}</p>`;
  return html`<p class="state refused">${words[status]} (error ${errorCode}), ${pieces}</p>`;
}

const words: Readonly<Record<MessageStatus, string>> = {
  accepted: 'Accepted',
  queued: 'Waiting to be sent',
  sent: 'Sent',
  delivered: 'Delivered',
  undelivered: 'Not delivered',
  received: 'Received',
};

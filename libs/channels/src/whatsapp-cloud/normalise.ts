import type { StoredEnvelope } from '#core/channel/envelope';
import type { Ignored, Normalised, NormalisedMessage } from '#core/channel/normalised';
import { parseJson } from '#core/text/parse-json';

import { writeReference } from './channel-reference.js';
import { identifierAt, textAt } from './json-fields.js';
import { contentOf, type MessageContent, unreadableContent } from './message-content.js';
import { instantAt } from './provider-time.js';
import { receiptOf } from './receipt.js';
import { addressOf, personOf } from './sender.js';
import type { WhatsAppSettings } from './settings.js';
import { eventsOf, type WebhookEvent } from './webhook-events.js';

/** Total and pure: of an envelope that no rule fits, somebody sees that something came. */
export function normalise(
  envelope: StoredEnvelope,
  { phoneNumberId }: Pick<WhatsAppSettings, 'phoneNumberId'>,
): Normalised {
  const json = parseJson(envelope.raw);
  const body = json.kind === 'json' ? json.value : null;
  const [event] = eventsOf(body);
  if (event === undefined) return message(null, unreadableContent, envelope);
  if (textAt(body, 'object') !== 'whatsapp_business_account') return ignored('not-whatsapp');
  const number = textAt(event.value, 'metadata', 'phone_number_id');
  // One app serves all numbers of the business: what came for another is that account's affair.
  if (number !== null && number !== phoneNumberId) return ignored('another-number');
  switch (event.list) {
    case 'messages':
      return messageOf(event, envelope);
    case 'statuses':
      return receiptOf(event);
    case 'errors':
      return ignored('provider-error');
    case null:
      return ignored(reasonOf(event));
  }
}

function messageOf(event: WebhookEvent, envelope: StoredEnvelope): Normalised {
  const content = contentOf(event.event);
  return content.kind === 'ignored' ? content : message(event, content, envelope);
}

/** Somebody without an address is nobody's sender twice: the message stands alone. */
function message(
  event: WebhookEvent | null,
  content: MessageContent,
  envelope: StoredEnvelope,
): NormalisedMessage {
  const person = event === null ? nobody : personOf(event);
  const address = `unknown:${envelope.identityKey.toString('hex')}`;
  const sender = addressOf(person) ?? { kind: 'whatsapp', address, authentic: true };
  const externalId = identifierAt(event?.event, 'id');
  const wroteAt = instantAt(event?.event, 'timestamp');
  const { claims = [], text, attachments, repliesTo, automatic } = content;
  const allClaims = [...(sender.claims ?? []), ...claims];
  return {
    kind: 'message',
    sender: { ...sender, ...(allClaims.length > 0 && { claims: allClaims }) },
    text,
    occurredAt: wroteAt,
    channelRef: writeReference({ ...person, quotes: externalId, wroteAt }),
    externalId,
    evidence: { signedReferences: [], repliesTo },
    attachments,
    automatic: automatic || addressOf(person) === null,
  };
}

const nobody = { userId: null, phone: null, displayName: null };

/** News of Meta's about the account; what a person must know of them, the check asks for. */
function reasonOf({ field }: WebhookEvent): string {
  switch (field) {
    case 'messages':
      return 'empty';
    case 'smb_message_echoes':
      return 'sent-from-the-app';
    case null:
      return 'not-a-message';
    default:
      return field.startsWith('message_template') || field.startsWith('template')
        ? 'template-news'
        : 'account-news';
  }
}

function ignored(reason: string): Ignored {
  return { kind: 'ignored', reason };
}

import type { AttachmentReference, Ignored, SenderAddress } from '#core/channel/normalised';
import { truncateText, wellFormedText } from '#core/text/well-formed';

import { errorAt, wordsOfError } from './graph-error.js';
import { fieldAt, identifierAt, textAt } from './json-fields.js';
import { attachmentOf } from './message-media.js';
import {
  wordsOfContacts,
  wordsOfInteractive,
  wordsOfLocation,
  wordsOfOrder,
} from './message-words.js';
import { phoneOf, userIdOf } from './stated-person.js';

/** What one message says. */
export interface MessageContent {
  readonly kind: 'content';
  readonly text: string;
  readonly attachments: readonly AttachmentReference[];
  readonly repliesTo: readonly string[];
  readonly automatic: boolean;
  readonly claims?: NonNullable<SenderAddress['claims']>;
}

/** Of bytes that are no event of WhatsApp: nobody knows whether words were meant. */
export const unreadableContent: MessageContent = {
  ...saying('[An event arrived that cannot be read. Its bytes are kept.]'),
  automatic: true,
};

/** Every kind has its words; of a kind that is not known, somebody sees that it came. */
export function contentOf(message: unknown): MessageContent | Ignored {
  const type = textAt(message, 'type');
  const content = contentOfType(type, message);
  if (content.kind === 'ignored') return content;
  const answered = identifierAt(message, 'context', 'id');
  return { ...content, repliesTo: answered === null ? content.repliesTo : [answered] };
}

function contentOfType(type: string | null, message: unknown): MessageContent | Ignored {
  switch (type) {
    case 'text':
      return wordsOr(textAt(message, 'text', 'body'), message);
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker':
      return media(type, message);
    case 'location':
      return wordsOr(wordsOfLocation(fieldAt(message, 'location')), message);
    case 'contacts':
      return wordsOr(wordsOfContacts(fieldAt(message, 'contacts')), message);
    case 'button':
      return wordsOr(textAt(message, 'button', 'text'), message);
    case 'interactive':
      return wordsOr(wordsOfInteractive(fieldAt(message, 'interactive')), message);
    case 'order':
      return wordsOr(wordsOfOrder(fieldAt(message, 'order')), message);
    case 'edit':
      return edited(fieldAt(message, 'edit'), message);
    case 'revoke':
      return revoked(fieldAt(message, 'revoke'));
    case 'system':
      return changedAddress(fieldAt(message, 'system'));
    // A thumb up answers nothing and asks nothing; it must not open a request again.
    case 'reaction':
      return { kind: 'ignored', reason: 'reaction' };
    // Somebody opened the chat and has written nothing yet.
    case 'request_welcome':
      return { kind: 'ignored', reason: 'chat-opened' };
    case null:
    default:
      return placeholder(message);
  }
}

function media(
  type: 'image' | 'audio' | 'video' | 'document' | 'sticker',
  message: unknown,
): MessageContent {
  const attachment = attachmentOf(type, message);
  const caption = textAt(message, type, 'caption');
  if (attachment !== null) return { ...saying(caption ?? ''), attachments: [attachment] };
  const missing = placeholder(message);
  return caption === null ? missing : { ...missing, text: `${caption}\n${missing.text}` };
}

function edited(edit: unknown, message: unknown): MessageContent | Ignored {
  const changed = fieldAt(edit, 'message');
  const type = textAt(changed, 'type');
  const original = identifierAt(edit, 'original_message_id');
  if (type === null || type === 'edit') return placeholder(message);
  const content = contentOfType(type, changed);
  if (content.kind === 'ignored') return content;
  const repliesTo = original === null ? [] : [original];
  return {
    ...content,
    text: `[An earlier message was changed. It now says:]\n${content.text}`,
    repliesTo,
  };
}

/** The words stay: what the town was told cannot be untold. */
function revoked(revoke: unknown): MessageContent {
  const original = identifierAt(revoke, 'original_message_id');
  return {
    ...saying('[An earlier message was deleted by its writer. It is kept here.]'),
    repliesTo: original === null ? [] : [original],
    automatic: true,
  };
}

/** A new number brings a new user id: from now on the same person writes from other addresses. */
function changedAddress(system: unknown): MessageContent | Ignored {
  const phone = phoneOf(fieldAt(system, 'wa_id')) ?? phoneOf(fieldAt(system, 'new_wa_id'));
  const userId = userIdOf(fieldAt(system, 'user_id'));
  const claims = [
    ...(userId === null ? [] : [{ kind: 'whatsapp', address: userId }]),
    ...(phone === null ? [] : [{ kind: 'phone', address: `+${phone}` }]),
  ];
  if (claims.length === 0) return { kind: 'ignored', reason: 'system-news' };
  const now = claims.map(({ address }) => address).join(', ');
  const text = `[This person has changed their WhatsApp number. They now write from ${now}.]`;
  return { ...saying(text), claims, automatic: true };
}

function wordsOr(words: string | null, message: unknown): MessageContent {
  return words === null ? placeholder(message) : saying(words);
}

/** Says what came, so that whoever reads it can ask for it in words. */
function placeholder(message: unknown): MessageContent {
  const type = textAt(message, 'unsupported', 'type') ?? textAt(message, 'type');
  const kind = type === null ? 'without a kind' : `of kind "${truncateText(type, 40)}"`;
  const error = errorAt(message, 'errors', 0);
  const why = error === null ? '' : ` WhatsApp says: ${wordsOfError(error).replace(/\.$/, '')}.`;
  const ask = ' Ask for it as text or as a photo.';
  return saying(wellFormedText(`[A message ${kind} arrived that cannot be shown.${why}${ask}]`));
}

function saying(text: string): MessageContent {
  return { kind: 'content', text, attachments: [], repliesTo: [], automatic: false };
}

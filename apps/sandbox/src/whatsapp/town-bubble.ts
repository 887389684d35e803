import type { Bubble, Chats } from './chats.js';
import type { Citizen } from './citizen.js';
import { mediaOf, type MessageBody, type SendBody } from './graph/message-body.js';
import { filledIn, templateOf } from './graph/templates.js';
import type { MediaStore } from './media-store.js';

interface Sent extends Citizen {
  readonly wamid: string;
  readonly at: string;
}

/** What the Graph API accepted from the town becomes a message in the chat. */
export function townWrote(chats: Chats, media: MediaStore, sent: Sent, read: MessageBody): void {
  add(chats, media, { ...sent, state: { kind: 'on-its-way' } }, read);
}

/** What it refused stands there as well: nobody got it. */
export function wasRefused(
  chats: Chats,
  media: MediaStore,
  { words, ...sent }: Sent & { readonly words: string },
  read: MessageBody,
): void {
  const reason = `WhatsApp refused it, ${words}`;
  add(chats, media, { ...sent, state: { kind: 'failed', reason } }, read);
}

function add(
  chats: Chats,
  media: MediaStore,
  sent: Sent & Pick<Bubble, 'state'>,
  read: MessageBody,
): void {
  if (read.kind !== 'send') return;
  const { number, name, username, wamid, at, state } = sent;
  const part = mediaOf(read.body);
  const file = media.find(part?.id ?? '');
  chats.of({ number, name, username }).bubbles.push({
    ...{ wamid, at, writer: 'town', isTemplate: read.body.type === 'template' },
    text: sentText(read.body),
    media:
      file === null
        ? null
        : { id: file.id, contentType: file.contentType, filename: part?.filename ?? file.filename },
    quotes: read.body.context?.message_id ?? null,
    ownData: read.body.biz_opaque_callback_data ?? null,
    state,
  });
}

/** The words that the citizen reads. */
function sentText(body: SendBody): string {
  if (body.type === 'text') return body.text.body;
  if (body.type !== 'template') {
    const part = mediaOf(body);
    return [part?.caption, part?.link].filter((text) => text !== undefined).join('\n');
  }
  const { name, language, components } = body.template;
  const template = templateOf(name, language.code);
  const parameters = components.find(({ type }) => type === 'body')?.parameters ?? [];
  const texts = parameters.map(({ text }) => text);
  return template === null ? texts.join(' ') : filledIn(template, texts);
}

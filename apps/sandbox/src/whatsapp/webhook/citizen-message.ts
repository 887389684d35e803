import { createHash, randomBytes } from 'node:crypto';

import { type Citizen, userIdOf, waIdOf } from '../citizen.js';
import { townNumber } from '../whatsapp-account.js';
import { seconds } from './status-plan.js';
import type { InboundMessage } from './webhook-body.js';

/** What a citizen puts into one message. */
export type MessageContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: KeptFile; readonly caption: string }
  | { readonly kind: 'place'; readonly latitude: number; readonly longitude: number };

/** A file that the sandbox keeps under an id. */
export interface KeptFile {
  readonly id: string;
  readonly contentType: string;
  readonly filename: string | null;
  readonly bytes: Buffer;
}

export interface Writing {
  readonly content: MessageContent;
  /** The message of the town that it answers. */
  readonly quotes: string | null;
  readonly at: Date;
}

/** The message as the webhook carries it. */
export function citizenMessage(citizen: Citizen, { content, quotes, at }: Writing): InboundMessage {
  return {
    ...(quotes !== null && { context: { from: townNumber.digits, id: quotes } }),
    ...(citizen.username === null && { from: waIdOf(citizen) }),
    from_user_id: userIdOf(citizen),
    ...{ id: newWamid(citizen), timestamp: seconds(at) },
    ...partOf(content),
  };
}

/** An id such as WhatsApp's: `wamid.` and base64 of the number and chance. */
export function newWamid(citizen: Citizen): string {
  const bytes = Buffer.concat([Buffer.from(waIdOf(citizen)), randomBytes(12)]);
  return `wamid.HBgL${bytes.toString('base64').replace(/=+$/, '')}AA==`;
}

type Part = Pick<
  InboundMessage,
  'type' | 'text' | 'image' | 'video' | 'audio' | 'document' | 'location'
>;

function partOf(content: MessageContent): Part {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { body: content.text } };
    case 'place': {
      const { latitude, longitude } = content;
      return { type: 'location', location: { latitude, longitude } };
    }
    case 'file':
      return filePart(content.file, content.caption);
  }
}

function filePart({ id, contentType, filename, bytes }: KeptFile, caption: string): Part {
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  const media = {
    ...{ mime_type: contentType, sha256, id },
    ...(caption !== '' && { caption }),
  };
  const family = families.find((name) => contentType.startsWith(`${name}/`));
  if (family !== undefined) return { type: family, [family]: media };
  return { type: 'document', document: { ...media, filename: filename ?? 'file' } };
}

const families = ['image', 'video', 'audio'] as const;

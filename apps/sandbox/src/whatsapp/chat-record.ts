import { z } from 'zod';

import type { LedgerLine } from '../ledger.js';
import type { Bubble, Chats } from './chats.js';
import type { Citizen } from './citizen.js';
import { type MessageBody, readMessageBody } from './graph/message-body.js';
import type { MediaStore } from './media-store.js';
import { townWrote, wasRefused } from './town-bubble.js';
import type { InboundMessage, MediaPart, StatusNotice } from './webhook/webhook-body.js';
import { isWindowOpen } from './window.js';

const whose = { number: z.string(), name: z.string(), username: z.string().nullable() };
const facts = z.discriminatedUnion('what', [
  z.object({ what: z.literal('message'), ...whose }),
  z.object({ what: z.literal('status'), ...whose }),
  z.object({ what: z.literal('day'), ...whose }),
  z.object({ what: z.literal('send'), wamid: z.string(), ...whose }),
  z.object({ what: z.literal('read') }),
  z.object({ what: z.literal('refusal'), words: z.string(), ...whose }),
  z.object({
    what: z.literal('media'),
    mediaId: z.string(),
    contentType: z.string(),
    filename: z.string().nullable(),
  }),
]);

/** What a line of the ledger says about WhatsApp; null for lines that say nothing about a chat. */
export function recordOf(line: LedgerLine) {
  const read = facts.safeParse(line.facts);
  return read.success ? read.data : null;
}

/** Whom the line is about, as it is written into the ledger. */
export function citizenFacts({ number, name, username }: Citizen) {
  return { number, name, username };
}

/** The state of all chats is what the lines of the ledger made of it, one after the other. */
export function applyLine(chats: Chats, media: MediaStore, line: LedgerLine): void {
  const record = recordOf(line);
  const raw = Buffer.from(line.raw ?? '', 'base64');
  switch (record?.what) {
    case undefined:
      break;
    case 'media': {
      const { mediaId: id, contentType, filename } = record;
      media.keep({ id, contentType, filename, bytes: raw });
      break;
    }
    case 'message':
      citizenWrote(chats, record, line, jsonOf(raw) as InboundMessage);
      break;
    case 'status':
      chats.settle(...settled(jsonOf(raw) as StatusNotice));
      break;
    case 'day':
      chats.of(record).dayPassed = true;
      break;
    case 'read':
      townHasRead(chats, readMessageBody(raw));
      break;
    case 'send':
      townWrote(chats, media, { ...record, at: line.at }, readMessageBody(raw));
      break;
    case 'refusal':
      wasRefused(chats, media, { ...record, wamid: line.id, at: line.at }, readMessageBody(raw));
  }
}

function citizenWrote(
  chats: Chats,
  citizen: Citizen,
  { at }: LedgerLine,
  message: InboundMessage,
): void {
  const chat = chats.of(citizen);
  const part = mediaPartOf(message);
  const writtenAt = Number(message.timestamp) * 1_000;
  const opensWindow = isWindowOpen({ lastWrittenAt: writtenAt, dayPassed: false }, Date.parse(at));
  if (opensWindow) {
    chat.lastWrittenAt = writtenAt;
    chat.dayPassed = false;
  }
  chat.bubbles.push({
    ...{ wamid: message.id, at, writer: 'citizen', isTemplate: false, ownData: null },
    text: part?.caption ?? message.text?.body ?? placeText(message),
    media:
      part === null
        ? null
        : { id: part.id, contentType: part.mime_type, filename: part.filename ?? null },
    quotes: message.context?.id ?? null,
    state: { kind: 'on-its-way' },
  });
}

function mediaPartOf({ image, video, audio, document }: InboundMessage): MediaPart | null {
  return image ?? video ?? audio ?? document ?? null;
}

function placeText({ location }: InboundMessage): string {
  return location === undefined ? '' : `Place: ${location.latitude}, ${location.longitude}`;
}

function settled({ id, status, errors }: StatusNotice): [string, Bubble['state']] {
  if (status !== 'failed') return [id, { kind: status }];
  const [error] = errors ?? [];
  return [id, { kind: 'failed', reason: `${error?.title ?? ''} (${error?.code ?? ''})` }];
}

function townHasRead(chats: Chats, read: MessageBody): void {
  if (read.kind === 'read') chats.settle(read.body.message_id, { kind: 'read' });
}

function jsonOf(raw: Buffer): unknown {
  return JSON.parse(raw.toString('utf8'));
}

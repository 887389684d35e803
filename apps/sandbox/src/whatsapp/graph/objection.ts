import type { Chat } from '../chats.js';
import { recipientFaults } from '../whatsapp-faults.js';
import type { WhatsAppSystem } from '../whatsapp-system.js';
import { isWindowOpen } from '../window.js';
import {
  badParameter,
  type GraphError,
  pairRateHit,
  templateMissing,
  templateParameters,
  undeliverable,
  windowClosed,
} from './graph-error.js';
import { mediaOf, type SendBody } from './message-body.js';
import { parameterCount, templateOf } from './templates.js';

/** Why a well-formed message may not go out to this person now; null when it may. */
export async function objectionTo(
  system: WhatsAppSystem,
  body: SendBody,
  chat: Chat | null,
): Promise<GraphError | null> {
  const fault = await system.misbehaviour(recipientFaults);
  if (fault !== null) return recipientErrors[fault];
  if (body.type === 'template') return templateObjection(body.template);
  if (chat === null || !isWindowOpen(chat, Date.now())) return windowClosed;
  return mediaObjection(system, body);
}

type TemplateBody = Extract<SendBody, { readonly type: 'template' }>['template'];

function templateObjection({ name, language, components }: TemplateBody): GraphError | null {
  const template = templateOf(name, language.code);
  if (template === null) return templateMissing(name, language.code);
  const given = components.find(({ type }) => type === 'body')?.parameters ?? [];
  const expected = parameterCount(template);
  return given.length === expected ? null : templateParameters(given.length, expected);
}

function mediaObjection(system: WhatsAppSystem, body: SendBody): GraphError | null {
  const media = mediaOf(body);
  if (media === null) return null;
  const { id, link } = media;
  if (id === undefined) return link === undefined ? badParameter(`Param ${body.type}: id`) : null;
  if (system.media.find(id) !== null) return null;
  return badParameter(
    `Param ${body.type}['id'] is not a valid whatsapp business account media attachment ID`,
  );
}

const recipientErrors: Readonly<Record<(typeof recipientFaults)[number], GraphError>> = {
  'pair-rate': pairRateHit,
  'window-closed': windowClosed,
  undeliverable,
};

import { citizenFacts } from '../chat-record.js';
import type { Chat } from '../chats.js';
import { type Citizen, newcomer, userIdOf, waIdOf } from '../citizen.js';
import { newWamid } from '../webhook/citizen-message.js';
import { statusPlan } from '../webhook/status-plan.js';
import { answerFaults, refusalFaults, statusFaults } from '../whatsapp-faults.js';
import type { WhatsAppSystem } from '../whatsapp-system.js';
import { badParameter, type GraphError, rateLimited, somethingWrong } from './graph-error.js';
import { type MessageBody, type ReadBody, readMessageBody, type SendBody } from './message-body.js';
import { objectionTo } from './objection.js';

export type GraphAnswer =
  | { readonly kind: 'done'; readonly body: object }
  | { readonly kind: 'refused'; readonly error: GraphError }
  /** Taken, and the answer got lost: a proxy answers 502 instead, or nobody does. */
  | { readonly kind: 'lost' | 'withheld' };

/** `POST /{phone-number-id}/messages`: looks at the body, accepts it, then tells of its way. */
export async function sendMessage(system: WhatsAppSystem, raw: Buffer): Promise<GraphAnswer> {
  const read = readMessageBody(raw);
  const chat = read.kind === 'send' ? chatOf(system, read.body) : null;
  const answer = await answerTo(system, read, { chat, raw });
  if (answer.kind === 'refused') await system.refuse(raw, chat?.citizen ?? null, answer.error);
  return answer;
}

interface Sending {
  readonly chat: Chat | null;
  readonly raw: Buffer;
}

async function answerTo(
  system: WhatsAppSystem,
  read: MessageBody,
  { chat, raw }: Sending,
): Promise<GraphAnswer> {
  const misbehaviour = await system.misbehaviour(refusalFaults);
  if (misbehaviour !== null) return refused(refusalErrors[misbehaviour]);
  switch (read.kind) {
    case 'refused':
      return refused(read.error);
    case 'read':
      return markAsRead(system, read.body, raw);
    case 'send': {
      if (chat === null && read.body.to === undefined) return refused(nobody);
      const error = await objectionTo(system, read.body, chat);
      return error === null ? accept(system, read.body, { chat, raw }) : refused(error);
    }
  }
}

const nobody = badParameter('Param recipient is not a user of this business portfolio.');

const refusalErrors: Readonly<Record<(typeof refusalFaults)[number], GraphError>> = {
  throttle: rateLimited,
  'throttle-wait': { ...rateLimited, retryAfterSeconds: 1 },
  'error-before': somethingWrong,
};

async function markAsRead(
  system: WhatsAppSystem,
  { message_id }: ReadBody,
  raw: Buffer,
): Promise<GraphAnswer> {
  if (system.chats.bubble(message_id)?.writer !== 'citizen') {
    return refused(badParameter('Param message_id is not a message that this number received.'));
  }
  await system.accept('read', raw, { wamid: message_id });
  return { kind: 'done', body: { success: true } };
}

/** `to` counts before `recipient`, as at Meta. */
function chatOf(system: WhatsAppSystem, body: SendBody): Chat | null {
  return system.chats.reachedBy(addressOf(body));
}

function addressOf({ to, recipient = '' }: SendBody): string {
  return to === undefined ? recipient : to.replaceAll(/\D/g, '');
}

async function accept(
  system: WhatsAppSystem,
  body: SendBody,
  { chat, raw }: Sending,
): Promise<GraphAnswer> {
  const citizen = chat?.citizen ?? newcomer(addressOf(body));
  const wamid = newWamid(citizen);
  await system.accept('send', raw, { wamid, ...citizenFacts(citizen) });
  const asked = await system.misbehaviour(statusFaults);
  const plan = statusPlan(chat === null && !isPlayed(citizen) ? 'undeliverable-later' : asked);
  const isTemplate = body.type === 'template';
  const ownData = body.biz_opaque_callback_data ?? null;
  void tellAll(system, { wamid, citizen, ownData, isTemplate }, plan);
  const misbehaviour = await system.misbehaviour(answerFaults);
  if (misbehaviour !== null) return { kind: misbehaviour === 'withhold' ? 'withheld' : 'lost' };
  return { kind: 'done', body: acceptance(body, citizen, wamid) };
}

/** The numbers of the sandbox's citizens have WhatsApp; any other has not. */
function isPlayed(citizen: Citizen): boolean {
  return /^1919555\d{4}$/.test(waIdOf(citizen));
}

async function tellAll(
  system: WhatsAppSystem,
  subject: Parameters<WhatsAppSystem['tell']>[0],
  plan: ReturnType<typeof statusPlan>,
): Promise<void> {
  for (const steps of plan) await system.tell(subject, steps).catch(() => undefined);
}

function acceptance({ to, recipient = '', type }: SendBody, citizen: Citizen, id: string): object {
  const user_id = userIdOf(citizen);
  const contact =
    to === undefined
      ? { input: recipient, user_id }
      : { input: to, wa_id: waIdOf(citizen), user_id };
  const message = type === 'template' ? { id, message_status: 'accepted' } : { id };
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [message] };
}

function refused(error: GraphError): GraphAnswer {
  return { kind: 'refused', error };
}

import type { NormalisedMessage } from '../channel/normalised.js';
import {
  CONSENT_WORDS_CHARACTERS,
  type ConsentAction,
  type NewConsentEntry,
} from '../consent/consent-entry.js';
import { type ConsentAnswer, consentAnswer } from '../consent/consent-texts.js';
import { type ConsentWish, consentWish } from '../consent/consent-words.js';
import type { ServiceRequestId } from '../identity/ids.js';
import type { NewMessage } from '../request/records.js';
import { supportedLanguage } from '../text/catalogue.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import type { Sender, WorkingRequest } from './batch-memory.js';
import { findOrAddSender } from './find-or-add-sender.js';
import type { Planning, RegistrationItem } from './planning.js';

/**
 * A message that is a word of consent and nothing else: it makes no request, stands on the timeline
 * of the one it was written to, and is answered once. Null for every other message.
 */
export function planConsentWord(heard: HeardMessage, planning: Planning): 'planned' | null {
  const wish = wishOf(heard);
  if (wish === null || wish.kind === 'likely-stop') return null;
  const { item } = heard;
  const sender = senderOf(heard, planning);
  const request = planning.memory.conversationOf(item.envelope);
  const requestId = request?.id ?? null;
  const entry = entryOf(heard, { sender, action: actions[wish.kind], requestId }, planning);
  const answer = applied(entry, wish.kind, planning);
  planning.plan.consent.push(entry);
  if (answer !== null) answerWish({ ...heard, wish, sender, request }, answer, planning);
  planning.plan.settlements.push({
    ...{ envelopeId: item.envelope.id, outcome: 'consent', requestId, reason: null },
  });
  return 'planned';
}

/**
 * A message with a reasonable wording ends messages before it is planned, so that nothing answers it
 * by itself; it is planned all the same, because a person must see the guess.
 */
export function planWithLikelyStop(
  heard: HeardMessage,
  planning: Planning,
  planMessage: () => void,
): void {
  const wish = wishOf(heard);
  if (wish === null) {
    planMessage();
    return;
  }
  const sender = senderOf(heard, planning);
  const draft = entryOf(heard, { sender, action: 'guessed', requestId: null }, planning);
  const isNew = planning.memory.consent.apply(draft);
  planMessage();
  const message = messageOf(heard, planning);
  const requestId = message?.requestId ?? null;
  planning.plan.consent.push({ ...draft, requestId, messageId: message?.id ?? null });
  if (!isNew || requestId === null) return;
  const request = planning.memory.known(requestId);
  answerWish({ ...heard, wish, sender, request }, 'stopped', planning);
}

export interface HeardMessage {
  readonly item: RegistrationItem;
  readonly message: NormalisedMessage;
}

/** A forged sender changes nothing, and a program wishes nothing. */
function wishOf({ item, message }: HeardMessage): ConsentWish | null {
  if (item.capabilities.consent !== 'keywords') return null;
  if (!message.sender.authentic || message.automatic) return null;
  return consentWish(message.text);
}

const actions = { stop: 'opted-out', start: 'opted-in', help: 'help' } as const;

/** What the words change, and how they are answered: what changes nothing is answered by silence. */
function applied(
  entry: NewConsentEntry,
  wish: keyof typeof actions,
  { memory, context }: Planning,
): ConsentAnswer | null {
  const isNew = memory.consent.apply(entry);
  switch (wish) {
    case 'stop':
      return isNew ? 'stopped' : null;
    case 'start':
      if (isNew) return 'started';
      return memory.consent.answersHelp(entry.contactPointId, context.now) ? 'help' : null;
    case 'help':
      return memory.consent.answersHelp(entry.contactPointId, context.now) ? 'help' : null;
  }
}

interface EntryFacts {
  readonly sender: Sender;
  readonly action: ConsentAction;
  readonly requestId: ServiceRequestId | null;
}

function entryOf(
  { item, message }: HeardMessage,
  { sender, action, requestId }: EntryFacts,
  { context }: Planning,
): NewConsentEntry {
  return {
    id: context.newId<'ConsentEntry'>(),
    contactPointId: sender.contactPointId,
    action,
    scope: action === 'help' ? null : 'channel',
    channelAccountId: item.envelope.channelAccountId,
    requestId,
    source: 'citizen',
    words: truncateText(wellFormedText(message.text).trim(), CONSENT_WORDS_CHARACTERS),
    messageId: null,
    envelopeId: item.envelope.id,
    staffId: null,
    recordedAt: context.now,
  };
}

interface AnsweredWish extends HeardMessage {
  readonly wish: ConsentWish;
  readonly sender: Sender;
  readonly request: WorkingRequest | null;
}

/** One text, which leaves although its address has opted out (47 CFR 64.1200(a)(12)). */
function answerWish(
  { item, message, wish, sender, request }: AnsweredWish,
  answer: ConsentAnswer,
  { plan, context }: Planning,
): void {
  if (message.consentHandled === true || message.answerable === false) return;
  const { now, newId, town } = context;
  const spanish = wish.language === 'es' ? wish.language : null;
  const language = spanish ?? supportedLanguage(message.language) ?? town.language;
  plan.outbox.push({
    id: newId<'OutboxEntry'>(),
    requestId: request?.id ?? null,
    messageId: null,
    staffId: null,
    channelAccountId: item.envelope.channelAccountId,
    contactPointId: sender.contactPointId,
    answersConsent: true,
    kind: 'status',
    channelRef: message.channelRef,
    body: consentAnswer(answer, language, town),
    requestNumber: request?.number ?? '',
    dueAt: now,
    createdAt: now,
  });
}

function senderOf({ item, message }: HeardMessage, planning: Planning): Sender {
  return findOrAddSender({ envelope: item.envelope, message, linkOwner: null }, planning);
}

/** The row that the planning made of these words. */
function messageOf({ item }: HeardMessage, { plan }: Planning): NewMessage | null {
  return plan.messages.findLast(({ envelopeId }) => envelopeId === item.envelope.id) ?? null;
}

import type { NormalisedMessage } from '../channel/normalised.js';
import type { ContactId, ServiceRequestId } from '../identity/ids.js';
import type { NewRequestLink } from '../request/records.js';
import { isBareNumber } from '../request/request-number.js';
import { isClosed } from '../request/status.js';
import { DAY, type Instant } from '../time/instant.js';
import { isBareThanks } from './bare-thanks.js';
import type { PointedRequest } from './batch-references.js';
import type { CurrentRequest } from './registration-store.js';

export const REOPEN_WITHIN_MS = 14 * DAY;
export const CONVERSATION_IDLE_MS = 7 * DAY;

/** What a message has to do with earlier requests. */
export type Correlation =
  | { readonly kind: 'join'; readonly request: CurrentRequest }
  | { readonly kind: 'reopen'; readonly request: CurrentRequest }
  /** A closed request keeps a word of thanks without opening again. */
  | { readonly kind: 'attach'; readonly request: CurrentRequest }
  /** Nothing but the number of a request: answered with its public status. */
  | { readonly kind: 'answer-status'; readonly request: CurrentRequest }
  | { readonly kind: 'new'; readonly related: RelatedRequest | null };

export interface RelatedRequest {
  readonly id: ServiceRequestId;
  readonly reason: NewRequestLink['reason'];
}

export interface CorrelationFacts {
  readonly message: NormalisedMessage;
  /** Null: nobody known yet, hence a participant of nothing. */
  readonly contactId: ContactId | null;
  /** The request named by a signed reference whose signature holds for this sender. */
  readonly signedRequestId: ServiceRequestId | null;
  /** The request named by a reply token that was made for this sender. */
  readonly signedNumber: string | null;
  /** What the message points at, strongest evidence first. */
  readonly referenced: readonly PointedRequest[];
  /** Canonical request numbers in the words. */
  readonly numbers: readonly string[];
  /** The request this sender's conversation is at. */
  readonly conversation: CurrentRequest | null;
  readonly receivedAt: Instant;
}

/**
 * The ladder: signed reference, answered message, number in the words, conversation. Every rung
 * needs the sender to be a participant; words and message ids also need an authentic sender.
 * Anything else is a new request, with a hint for staff where the message pointed somewhere.
 */
export function correlate(facts: CorrelationFacts): Correlation {
  const { message } = facts;
  if (!message.sender.authentic) return { kind: 'new', related: null };
  const bareNumber = requestOfBareNumber(facts);
  if (bareNumber !== null) return { kind: 'answer-status', request: bareNumber };
  const evidence = strongestEvidence(facts);
  if (evidence !== null && evidence.participant) return continueRequest(evidence.request, facts);
  const related = evidence === null ? null : { id: evidence.request.id, reason: evidence.reason };
  const { conversation } = facts;
  if (conversation === null) return { kind: 'new', related };
  return continueConversation(conversation, related, facts);
}

interface FoundEvidence {
  readonly request: CurrentRequest;
  readonly participant: boolean;
  readonly reason: NewRequestLink['reason'];
}

function strongestEvidence(facts: CorrelationFacts): FoundEvidence | null {
  const { referenced, message } = facts;
  const signed =
    referenced.find((request) => request.id === facts.signedRequestId) ??
    referenced.find((request) => request.number === facts.signedNumber);
  if (signed !== undefined)
    return { request: signed, participant: true, reason: 'answered-message' };
  const answered = referenced.filter((request) =>
    message.evidence.repliesTo.some((id) => request.externalIds.has(id)),
  );
  const named = referenced.filter((request) => facts.numbers.includes(request.number));
  return (
    pick(answered, 'answered-message', facts.contactId, true) ??
    pick(named, 'mentioned-number', facts.contactId, true) ??
    pick(answered, 'answered-message', facts.contactId, false) ??
    pick(named, 'mentioned-number', facts.contactId, false)
  );
}

function pick(
  candidates: readonly PointedRequest[],
  reason: NewRequestLink['reason'],
  contactId: ContactId | null,
  participant: boolean,
): FoundEvidence | null {
  const found = candidates.find((request) => isParticipant(request, contactId) === participant);
  return found === undefined ? null : { request: found, participant, reason };
}

function isParticipant(request: PointedRequest, contactId: ContactId | null): boolean {
  return contactId !== null && request.participants.has(contactId);
}

function requestOfBareNumber(facts: CorrelationFacts): PointedRequest | null {
  const [number] = facts.numbers;
  if (number === undefined) return null;
  if (!isBareNumber(facts.message.text, number)) return null;
  const isSigned = facts.signedRequestId !== null || facts.signedNumber !== null;
  if (facts.message.automatic || isSigned) return null;
  return facts.referenced.find((request) => request.number === number) ?? null;
}

function continueRequest(request: CurrentRequest, facts: CorrelationFacts): Correlation {
  if (!isClosed(request.status)) return { kind: 'join', request };
  if (isBareThanks(facts.message.text)) return { kind: 'attach', request };
  const closedFor = facts.receivedAt - (request.closedAt ?? request.lastMessageAt);
  return closedFor < REOPEN_WITHIN_MS
    ? { kind: 'reopen', request }
    : { kind: 'new', related: { id: request.id, reason: 'closed-too-long-ago' } };
}

function continueConversation(
  conversation: CurrentRequest,
  related: RelatedRequest | null,
  facts: CorrelationFacts,
): Correlation {
  const idleFor = facts.receivedAt - conversation.lastMessageAt;
  if (!isClosed(conversation.status) && idleFor >= CONVERSATION_IDLE_MS)
    return { kind: 'new', related };
  const continued = continueRequest(conversation, facts);
  return continued.kind === 'new'
    ? { kind: 'new', related: related ?? continued.related }
    : continued;
}

import type { NewId } from '../identity/ids.js';
import type { NewServiceRequest } from '../request/records.js';
import { numberSeries } from '../request/request-number.js';
import { streamKeyOf } from '../request/stream-key.js';
import { clockStart } from '../sla/clock-start.js';
import { type Language, supportedLanguage } from '../text/catalogue.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import type { Instant } from '../time/instant.js';
import { localYear } from '../time/local-year.js';
import type { Sender, WorkingRequest } from './batch-memory.js';
import type { RelatedRequest } from './correlate.js';
import { planAcknowledgement } from './plan-acknowledgement.js';
import { type CorrelatedMessage, type Planning, runClock } from './planning.js';
import type { PlannedAcknowledgement, PlannedRequest } from './registration-plan.js';

const SUBJECT_LENGTH = 120;

/** A new request with its first-response clock and, where due, its acknowledgement. */
export function planNewRequest(
  correlated: CorrelatedMessage,
  sender: Sender,
  related: RelatedRequest | null,
  planning: Planning,
): WorkingRequest {
  const { item, message } = correlated;
  const { envelope } = item;
  const { context, plan, memory } = planning;
  const { startedAt, arrivedLate } = clockStart(message.occurredAt, envelope.receivedAt);
  const request = workingRequest(correlated, startedAt, context.newId);
  const dueAt = runClock('first_response', item, request, planning);
  memory.addNew(request);
  const language = supportedLanguage(message.language) ?? context.town.language;
  const told = { request, sender, language, dueAt };
  plan.requests.push(
    plannedRequest(request, correlated, {
      sender,
      language,
      arrivedLate,
      requestedAt: startedAt,
      acknowledgement: planAcknowledgement(correlated, told, planning),
      series: numberSeries(context.town.letters, localYear(envelope.receivedAt, context.town.zone)),
    }),
  );
  if (related !== null) {
    plan.links.push({
      requestId: request.id,
      relatedRequestId: related.id,
      reason: related.reason,
      createdAt: context.now,
    });
  }
  return request;
}

function workingRequest(
  { item, message }: CorrelatedMessage,
  startedAt: Instant,
  newId: NewId,
): WorkingRequest {
  const continues = item.capabilities.grouping === 'conversation' && message.sender.authentic;
  return {
    id: newId<'ServiceRequest'>(),
    number: '',
    status: 'new',
    conversationKey: continues ? item.envelope.identityKey : null,
    awaitsReply: false,
    nextDeadlineAt: null,
    expectedAt: null,
    closedAt: null,
    lastMessageAt: startedAt,
    addedMessages: 0,
    changed: false,
    isNew: true,
  };
}

interface RequestFacts {
  readonly sender: Sender;
  readonly language: Language;
  readonly arrivedLate: boolean;
  readonly requestedAt: Instant;
  readonly acknowledgement: PlannedAcknowledgement | null;
  readonly series: string;
}

/** Reads the working request when the row is written, so that later messages of the batch count. */
function plannedRequest(
  request: WorkingRequest,
  correlated: CorrelatedMessage,
  facts: RequestFacts,
): PlannedRequest {
  const { item, message } = correlated;
  const fixed = {
    id: request.id,
    channelAccountId: item.envelope.channelAccountId,
    contactPointId: facts.sender.contactPointId,
    subject: subjectOf(message.subject, message.text),
    language: facts.language,
    serviceCode: message.serviceCode ?? null,
    channelRef: message.channelRef,
    requestedAt: facts.requestedAt,
    receivedAt: item.envelope.receivedAt,
    arrivedLate: facts.arrivedLate,
    unverifiedSender: !message.sender.authentic,
    acknowledgedAt: facts.acknowledgement?.entry.createdAt ?? null,
  };
  return {
    envelopeId: item.envelope.id,
    series: facts.series,
    acknowledgement: facts.acknowledgement,
    get row(): Omit<NewServiceRequest, 'number'> {
      return {
        ...fixed,
        status: request.status,
        conversationKey: request.conversationKey,
        expectedAt: request.expectedAt,
        awaitsReply: request.awaitsReply,
        nextDeadlineAt: request.nextDeadlineAt,
        streamKey: streamKeyOf(request.id, request.nextDeadlineAt),
        lastMessageAt: request.lastMessageAt,
        messageCount: request.addedMessages,
      };
    },
  };
}

function subjectOf(subject: string | undefined, text: string): string {
  const given = wellFormedText(subject ?? '').trim();
  const firstLine = wellFormedText(text).trim().split('\n', 1)[0] ?? '';
  return truncateText(given === '' ? firstLine : given, SUBJECT_LENGTH);
}

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
import { hearEmergencies } from './hear-emergencies.js';
import { planAcknowledgement } from './plan-acknowledgement.js';
import type { CorrelatedMessage, Planning } from './planning.js';
import type { PlannedAcknowledgement, PlannedRequest } from './registration-plan.js';
import { runFirstClocks } from './run-clocks.js';

const SUBJECT_LENGTH = 120;

/** A new request with the clocks that its policy promises and, where due, its acknowledgement. */
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
  const { dueAt, calendar } = runFirstClocks(item, request, planning);
  memory.addNew(request);
  hearEmergencies(correlated, request, planning);
  const language = supportedLanguage(message.language) ?? context.town.language;
  const told = { request, sender, promised: { language, dueAt, calendar, now: context.now } };
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
  if (related !== null) linkRelated(request, related, planning);
  return request;
}

function linkRelated(
  { id: requestId }: WorkingRequest,
  { id: relatedRequestId, reason }: RelatedRequest,
  { plan, context }: Planning,
): void {
  plan.links.push({ requestId, relatedRequestId, reason, createdAt: context.now });
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
    serviceCode: message.serviceCode ?? null,
    conversationKey: continues ? item.envelope.identityKey : null,
    awaitsReply: false,
    nextDeadlineAt: null,
    expectedAt: null,
    closedAt: null,
    lastMessageAt: startedAt,
    addedMessages: 0,
    emergencies: [],
    hasDuty: false,
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
    serviceCode: request.serviceCode,
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
        emergencies: request.emergencies,
      };
    },
  };
}

function subjectOf(subject: string | undefined, text: string): string {
  const given = wellFormedText(subject ?? '').trim();
  const firstLine = wellFormedText(text).trim().split('\n', 1)[0] ?? '';
  return truncateText(given === '' ? firstLine : given, SUBJECT_LENGTH);
}

import type { NewServiceRequest } from '../request/records.js';
import { numberSeries } from '../request/request-number.js';
import { streamKeyOf } from '../request/stream-key.js';
import { clockStart } from '../sla/clock-start.js';
import { type Language, supportedLanguage } from '../text/catalogue.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import { DAY, type Instant } from '../time/instant.js';
import { localYear } from '../time/local-year.js';
import type { Sender, WorkingRequest } from './batch-memory.js';
import type { RelatedRequest } from './correlate.js';
import { type CorrelatedMessage, type Planning, runClock } from './planning.js';
import type { PlannedAcknowledgement, PlannedRequest } from './registration-plan.js';

const SUBJECT_LENGTH = 120;
/** Older than this, a backfilled message starts a request but is not acknowledged. */
const ACKNOWLEDGE_WITHIN_MS = DAY;

/** A new request with its first-response clock and, where due, its acknowledgement. */
export function planNewRequest(
  correlated: CorrelatedMessage,
  sender: Sender,
  related: RelatedRequest | null,
  planning: Planning,
): WorkingRequest {
  const { item, message } = correlated;
  const { envelope, capabilities } = item;
  const { context, plan, memory } = planning;
  const { startedAt, arrivedLate } = clockStart(message.occurredAt, envelope.receivedAt);
  const request: WorkingRequest = {
    id: context.newId<'ServiceRequest'>(),
    number: '',
    status: 'new',
    conversationKey:
      capabilities.grouping === 'conversation' && message.sender.authentic
        ? envelope.identityKey
        : null,
    awaitsReply: false,
    nextDeadlineAt: null,
    expectedAt: null,
    closedAt: null,
    lastMessageAt: startedAt,
    addedMessages: 0,
    changed: false,
    isNew: true,
  };
  const dueAt = runClock('first_response', item, request, planning);
  memory.addNew(request);
  const language = supportedLanguage(message.language) ?? context.town.language;
  plan.requests.push(
    plannedRequest(request, correlated, {
      sender,
      language,
      arrivedLate,
      requestedAt: startedAt,
      acknowledgement: acknowledgementOf(correlated, request, { language, dueAt }, planning),
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

function acknowledgementOf(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  told: { readonly language: Language; readonly dueAt: Instant },
  planning: Planning,
): PlannedAcknowledgement | null {
  const { item, message } = correlated;
  const { receivedAt } = item.envelope;
  if (!item.capabilities.acknowledges || message.automatic || !message.sender.authentic)
    return null;
  if (message.occurredAt !== null && receivedAt - message.occurredAt > ACKNOWLEDGE_WITHIN_MS)
    return null;
  const { newId, now } = planning.context;
  return {
    entry: {
      id: newId<'OutboxEntry'>(),
      requestId: request.id,
      messageId: null,
      staffId: null,
      channelAccountId: item.envelope.channelAccountId,
      kind: 'acknowledgement',
      channelRef: message.channelRef,
      dueAt: now,
      createdAt: now,
    },
    ...told,
  };
}

function subjectOf(subject: string | undefined, text: string): string {
  const given = wellFormedText(subject ?? '').trim();
  const firstLine = wellFormedText(text).trim().split('\n', 1)[0] ?? '';
  return truncateText(given === '' ? firstLine : given, SUBJECT_LENGTH);
}

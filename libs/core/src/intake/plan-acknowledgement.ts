import { briefPromise, type PromisedTime, promiseWords } from '../sla/promise-words.js';
import { DAY } from '../time/instant.js';
import type { Sender, WorkingRequest } from './batch-memory.js';
import { blockOf } from './block-cap.js';
import { heardOn, urgentWords } from './hear-emergencies.js';
import type { CorrelatedMessage, Planning } from './planning.js';
import type { PlannedAcknowledgement } from './registration-plan.js';

/** Older than this, a backfilled message starts a request but is not acknowledged. */
const ACKNOWLEDGE_WITHIN_MS = DAY;

export interface ToldRequest {
  readonly request: WorkingRequest;
  readonly sender: Sender;
  readonly promised: PromisedTime;
}

/**
 * How the sender learns the number of a new request: in a message of its own, or, over the cap, in
 * the next digest; over the cap of their block, not at all. Null when it is not the first.
 */
export function planAcknowledgement(
  correlated: CorrelatedMessage,
  { request, sender, promised }: ToldRequest,
  planning: Planning,
): PlannedAcknowledgement | null {
  if (!isAcknowledged(correlated)) return null;
  const { context, memory, plan } = planning;
  const { newId, now, acknowledgementCap } = context;
  const { contactPointId } = sender;
  const { channelAccountId } = correlated.item.envelope;
  if (memory.consent.isOptedOut(contactPointId, { requestId: request.id, channelAccountId })) {
    return null;
  }
  const { item, message } = correlated;
  const block = blockOf(message.sender, item.capabilities);
  if (!memory.blocksTold.tell(block, acknowledgementCap.block, now)) return null;
  const by = memory.told.tell(contactPointId, acknowledgementCap, now);
  if (by.kind === 'digest') {
    plan.untold.push({ requestId: request.id, contactPointId });
    if (by.schedule !== null) plan.digests.push(by.schedule);
    return null;
  }
  const entry = {
    id: newId<'OutboxEntry'>(),
    requestId: request.id,
    messageId: null,
    staffId: null,
    channelAccountId,
    contactPointId,
    kind: 'acknowledgement',
    channelRef: message.channelRef,
    dueAt: now,
    createdAt: now,
  } as const;
  const { language } = promised;
  // Each segment of a text is paid for and may come alone.
  const isBrief = item.capabilities.textLimit.unit === 'sms-segments';
  return {
    entry,
    language,
    isBrief,
    promise: isBrief ? briefPromise(promised) : promiseWords(promised),
    // Read when it is written, so that later messages of the batch count.
    get urgent() {
      return urgentWords(heardOn(request, plan), language);
    },
  };
}

function isAcknowledged({ item, message }: CorrelatedMessage): boolean {
  const { sender, automatic, answerable = true } = message;
  if (!item.capabilities.acknowledges || automatic || !sender.authentic || !answerable) {
    return false;
  }
  const { receivedAt } = item.envelope;
  return message.occurredAt === null || receivedAt - message.occurredAt <= ACKNOWLEDGE_WITHIN_MS;
}

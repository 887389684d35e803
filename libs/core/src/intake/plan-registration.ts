import type { StoredEnvelope } from '../channel/envelope.js';
import type { NormalisedMessage } from '../channel/normalised.js';
import type { RequestUpdate } from '../request/records.js';
import { requestNumbersIn } from '../request/request-number.js';
import { isClosed } from '../request/status.js';
import { streamKeyOf } from '../request/stream-key.js';
import type { Instant } from '../time/instant.js';
import { BatchMemory, type LoadedForBatch, type WorkingRequest } from './batch-memory.js';
import { correlate } from './correlate.js';
import { planConsentWord, planWithLikelyStop } from './plan-consent.js';
import { planMessage } from './plan-message.js';
import { planReceipt } from './plan-receipt.js';
import { planStaffAnswer, staffAnswering } from './plan-staff-answer.js';
import type { Planning, PlanningContext, RegistrationItem } from './planning.js';
import { emptyPlan, type RegistrationPlan } from './registration-plan.js';

/**
 * Decides everything that follows from a batch, in arrival order and in memory: pure, but for the
 * ids it makes.
 */
export function planRegistration(
  items: readonly RegistrationItem[],
  known: LoadedForBatch,
  context: PlanningContext,
): RegistrationPlan {
  const memory = new BatchMemory(known);
  const plan = emptyPlan();
  for (const item of items) planItem(item, memory, plan, context);
  plan.blocks.push(...memory.blocksTold.changes());
  plan.requestUpdates.push(...memory.changedRequests().map(asUpdate));
  return plan;
}

function planItem(
  item: RegistrationItem,
  memory: BatchMemory,
  plan: RegistrationPlan,
  context: PlanningContext,
): void {
  const { envelope, normalised } = item;
  switch (normalised.kind) {
    case 'receipt':
      planReceipt(item, normalised, { memory, plan, context });
      return;
    case 'ignored':
      plan.settlements.push({
        ...{ envelopeId: envelope.id, outcome: 'ignored', requestId: null },
        reason: normalised.reason,
      });
      return;
    case 'unreadable':
      planQuarantine(envelope, normalised.reason, plan, context.now);
      return;
    case 'message':
      planCorrelated(item, normalised, { memory, plan, context });
      return;
  }
}

export function planQuarantine(
  envelope: Pick<StoredEnvelope, 'id'>,
  reason: string,
  plan: RegistrationPlan,
  now: Instant,
): void {
  plan.settlements.push({
    envelopeId: envelope.id,
    outcome: 'quarantined',
    requestId: null,
    reason,
  });
  plan.quarantined.push({ envelopeId: envelope.id, reason, quarantinedAt: now });
  plan.audit.push({
    at: now,
    staffId: null,
    action: 'envelope.quarantined',
    subject: `envelope:${String(envelope.id)}`,
    detail: { reason },
  });
}

function planCorrelated(
  item: RegistrationItem,
  message: NormalisedMessage,
  planning: Planning,
): void {
  const { memory, context } = planning;
  const { signedRequestId, signedNumber } = item;
  const numbers = requestNumbersIn(message.text, context.town.letters);
  const { repliesTo } = message.evidence;
  const referenced = memory.pointedAt({ signedRequestId, signedNumber, repliesTo, numbers });
  const answering = staffAnswering({ item, message }, referenced, planning);
  if (answering !== null) {
    planStaffAnswer(item, message, answering, planning);
    return;
  }
  if (planConsentWord({ item, message }, planning) !== null) return;
  const correlation = correlate({
    message,
    contactId: memory.knownSender(message)?.contactId ?? null,
    signedRequestId,
    signedNumber,
    referenced,
    numbers,
    conversation:
      item.capabilities.grouping === 'conversation' ? memory.conversationOf(item.envelope) : null,
    receivedAt: item.envelope.receivedAt,
  });
  planWithLikelyStop({ item, message }, planning, () => {
    planMessage({ item, message, correlation }, planning);
  });
}

function asUpdate(request: WorkingRequest): RequestUpdate {
  return {
    id: request.id,
    status: request.status,
    conversationKey: request.conversationKey,
    awaitsReply: request.awaitsReply,
    nextDeadlineAt: request.nextDeadlineAt,
    expectedAt: request.expectedAt,
    streamKey: isClosed(request.status) ? null : streamKeyOf(request.id, request.nextDeadlineAt),
    closedAt: request.closedAt,
    lastMessageAt: request.lastMessageAt,
    addedMessages: request.addedMessages,
    emergencies: request.emergencies,
  };
}

import type { AuditAction } from '../audit/audit-entry.js';
import { addMessage, senderOf } from './add-message.js';
import { answerStatus } from './answer-status.js';
import type { BatchMemory, WorkingRequest } from './batch-memory.js';
import type { EnvelopeOutcome } from './envelope-outcome.js';
import { answerDanger, hearEmergencies } from './hear-emergencies.js';
import { planNewRequest } from './plan-new-request.js';
import type { CorrelatedMessage, Planning } from './planning.js';
import { resumeWaiting } from './resume-waiting.js';
import { runClocksAgain, runNextResponse } from './run-clocks.js';

/** Turns one correlated message into rows: the message and what it does to its request. */
export function planMessage(correlated: CorrelatedMessage, planning: Planning): void {
  const { correlation } = correlated;
  switch (correlation.kind) {
    case 'answer-status':
      answerStatus(correlated, planning.memory.working(correlation.request), planning);
      return;
    case 'join':
      joinRequest(correlated, planning.memory.working(correlation.request), planning);
      return;
    case 'attach':
      attachMessage(correlated, planning.memory.working(correlation.request), planning);
      return;
    case 'reopen':
      reopenRequest(correlated, planning.memory.working(correlation.request), planning);
      return;
    case 'new': {
      releaseConversation(correlated, planning.memory);
      const sender = senderOf(correlated, planning);
      const request = planNewRequest(correlated, sender, correlation.related, planning);
      addMessage(correlated, request, sender, planning);
      settle(correlated, request, 'created', planning);
      return;
    }
  }
}

function joinRequest(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  planning: Planning,
): void {
  addMessage(correlated, request, senderOf(correlated, planning), planning);
  if (!correlated.message.automatic) resumeWaiting(correlated.item, request, planning);
  // The clock that runs may be met by an answer written before these words came.
  if (!request.awaitsReply && !correlated.message.automatic) {
    runNextResponse(correlated.item, request, planning);
  }
  hearMore(correlated, request, planning);
  settle(correlated, request, 'joined', planning);
}

function attachMessage(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  planning: Planning,
): void {
  addMessage(correlated, request, senderOf(correlated, planning), planning);
  settle(correlated, request, 'joined', planning);
}

function reopenRequest(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  planning: Planning,
): void {
  if (correlated.message.automatic) {
    attachMessage(correlated, request, planning);
    return;
  }
  addMessage(correlated, request, senderOf(correlated, planning), planning);
  request.status = 'reopened';
  request.closedAt = null;
  runClocksAgain(correlated.item, request, planning);
  hearMore(correlated, request, planning);
  settle(correlated, request, 'reopened', planning);
}

/** A later message may bring the emergency. Programs quote what others wrote: they are not heard here. */
function hearMore(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  planning: Planning,
): void {
  if (correlated.message.automatic) return;
  const heard = hearEmergencies(correlated, request, planning);
  answerDanger(correlated, request, heard, planning);
}

/** A conversation is at one request at a time: the new one takes the place of the old. */
function releaseConversation({ item, message }: CorrelatedMessage, memory: BatchMemory): void {
  // A forged sender must not end somebody's conversation.
  if (item.capabilities.grouping !== 'conversation' || !message.sender.authentic) return;
  const previous = memory.conversationOf(item.envelope);
  if (previous === null) return;
  previous.conversationKey = null;
  previous.changed = true;
}

function settle(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  outcome: EnvelopeOutcome & ('created' | 'joined' | 'reopened'),
  planning: Planning,
): void {
  const { envelope } = correlated.item;
  const action: AuditAction = `request.${outcome}`;
  planning.plan.settlements.push({
    envelopeId: envelope.id,
    outcome,
    requestId: request.id,
    reason: null,
  });
  planning.plan.audit.push({
    at: planning.context.now,
    staffId: correlated.message.enteredBy ?? null,
    action,
    subject: `request:${request.id}`,
    detail: { envelope: envelope.id },
  });
}

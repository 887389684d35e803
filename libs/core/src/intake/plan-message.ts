import type { AuditAction } from '../audit/audit-entry.js';
import type { ContactId } from '../identity/ids.js';
import { renderText, supportedLanguage } from '../text/catalogue.js';
import { wellFormedText } from '../text/well-formed.js';
import {
  type BatchMemory,
  findOrAddSender,
  type Sender,
  type WorkingRequest,
} from './batch-memory.js';
import type { EnvelopeOutcome } from './envelope-outcome.js';
import { planNewRequest } from './plan-new-request.js';
import {
  type CorrelatedMessage,
  type Planning,
  type RegistrationItem,
  runClock,
} from './planning.js';

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
      releaseConversation(correlated.item, planning.memory);
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
  if (request.nextDeadlineAt === null && !correlated.message.automatic) {
    runClock('next_response', correlated.item, request, planning);
  }
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
  runClock('next_response', correlated.item, request, planning);
  settle(correlated, request, 'reopened', planning);
}

/** The public card and nothing more: whoever writes a number learns its status, never its thread. */
function answerStatus(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  planning: Planning,
): void {
  const { item, message } = correlated;
  const { town, newId } = planning.context;
  const language = supportedLanguage(message.language) ?? town.language;
  const status = renderText(`status.${request.status}`, language);
  planning.plan.outbox.push({
    id: newId<'OutboxEntry'>(),
    requestId: request.id,
    messageId: null,
    staffId: null,
    channelAccountId: item.envelope.channelAccountId,
    kind: 'status',
    channelRef: message.channelRef,
    body: renderText('status-answer', language, { number: request.number, status }),
    requestNumber: request.number,
    dueAt: planning.context.now,
    createdAt: planning.context.now,
  });
  planning.plan.settlements.push({
    envelopeId: item.envelope.id,
    outcome: 'answered',
    requestId: request.id,
    reason: null,
  });
}

function addMessage(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  sender: Sender,
  planning: Planning,
): void {
  const { item, message } = correlated;
  const { envelope } = item;
  const { newId } = planning.context;
  const messageId = newId<'Message'>();
  const occurredAt = message.occurredAt ?? envelope.receivedAt;
  planning.plan.messages.push({
    id: messageId,
    requestId: request.id,
    envelopeId: envelope.id,
    direction: 'inbound',
    contactPointId: sender.contactPointId,
    staffId: null,
    text: wellFormedText(message.text),
    channelRef: message.channelRef,
    externalId: message.externalId,
    automatic: message.automatic,
    occurredAt,
    receivedAt: envelope.receivedAt,
  });
  for (const attachment of message.attachments) {
    planning.plan.attachments.push({
      id: newId<'Attachment'>(),
      messageId,
      channelAccountId: envelope.channelAccountId,
      ...attachment,
      createdAt: planning.context.now,
    });
  }
  request.addedMessages += 1;
  request.changed = true;
  if (occurredAt > request.lastMessageAt) request.lastMessageAt = occurredAt;
}

function senderOf(correlated: CorrelatedMessage, planning: Planning): Sender {
  const { item, message } = correlated;
  const arrival = {
    envelope: item.envelope,
    message,
    linkOwner: linkOwnerOf(item, planning.memory),
  };
  return findOrAddSender(planning.memory, planning.plan, arrival, planning.context.newId);
}

function linkOwnerOf(item: RegistrationItem, memory: BatchMemory): ContactId | null {
  const request = memory.referenced.find((referenced) => referenced.id === item.signedRequestId);
  return request?.requesterContactId ?? null;
}

/** A conversation is at one request at a time: the new one takes the place of the old. */
function releaseConversation(item: RegistrationItem, memory: BatchMemory): void {
  if (item.capabilities.grouping !== 'conversation') return;
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
    staffId: null,
    action,
    subject: `request:${request.id}`,
    detail: { envelope: envelope.id },
  });
}

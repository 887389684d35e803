import { wellFormedText } from '../text/well-formed.js';
import type { Sender, WorkingRequest } from './batch-memory.js';
import { findOrAddSender } from './find-or-add-sender.js';
import type { CorrelatedMessage, Planning } from './planning.js';

/** Puts the message at hand on its request. */
export function addMessage(
  correlated: CorrelatedMessage,
  request: WorkingRequest,
  sender: Sender,
  planning: Planning,
): void {
  const { item, message } = correlated;
  const { envelope } = item;
  const { plan, memory, context } = planning;
  const messageId = context.newId<'Message'>();
  const { receivedAt } = envelope;
  // A time in the future is a wrong clock of the sender's: it must not hold a conversation open.
  const claimedAt = message.occurredAt ?? receivedAt;
  const occurredAt = claimedAt > receivedAt ? receivedAt : claimedAt;
  plan.messages.push({
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
    receivedAt,
  });
  for (const attachment of message.attachments) {
    plan.attachments.push({
      id: context.newId<'Attachment'>(),
      messageId,
      channelAccountId: envelope.channelAccountId,
      ...attachment,
      createdAt: context.now,
    });
  }
  request.addedMessages += 1;
  request.changed = true;
  if (occurredAt > request.lastMessageAt) request.lastMessageAt = occurredAt;
  memory.references.addMessage(request, sender.contactId, message.externalId);
}

/** Who wrote it: known, or made now; on the contact whose signed link was used. */
export function senderOf(correlated: CorrelatedMessage, planning: Planning): Sender {
  const { item, message } = correlated;
  const linkOwner = planning.memory.references.requesterOf(item.signedRequestId);
  return findOrAddSender({ envelope: item.envelope, message, linkOwner }, planning);
}

import type { NormalisedMessage } from '../channel/normalised.js';
import { isAcknowledging } from '../emergency/acknowledging-words.js';
import type { StaffId } from '../identity/ids.js';
import { wellFormedText } from '../text/well-formed.js';
import type { PointedRequest } from './batch-references.js';
import type { Planning, RegistrationItem } from './planning.js';

/**
 * Whose of the town's own people answers a page or an alert: the sender is authentic, has an address
 * of staff and holds the token of a message that was sent to that address. Whoever wrote on the
 * request as a citizen answers as a citizen.
 */
export function staffAnswering(
  { signedNumber }: RegistrationItem,
  message: NormalisedMessage,
  pointedAt: readonly PointedRequest[],
  { memory, context }: Planning,
): { readonly staffId: StaffId; readonly request: PointedRequest } | null {
  if (signedNumber === null || !message.sender.authentic) return null;
  const staffId = context.knowledge.staffAt(message.sender);
  const request = pointedAt.find(({ number }) => number === signedNumber);
  if (staffId === null || request === undefined) return null;
  const contactId = memory.knownSender(message)?.contactId ?? null;
  if (contactId !== null && request.participants.has(contactId)) return null;
  return { staffId, request };
}

/** A note of that person; and who says that they take it is waited for no longer. */
export function planStaffAnswer(
  { envelope }: RegistrationItem,
  message: NormalisedMessage,
  { staffId, request }: { readonly staffId: StaffId; readonly request: PointedRequest },
  { memory, plan, context }: Planning,
): void {
  const { now, newId } = context;
  const working = memory.working(request);
  const messageId = newId<'Message'>();
  plan.messages.push({
    ...{ id: messageId, requestId: request.id, envelopeId: null, direction: 'note' },
    ...{ contactPointId: null, staffId, text: wellFormedText(message.text) },
    ...{ channelRef: null, externalId: null, automatic: message.automatic },
    ...{ occurredAt: envelope.receivedAt, receivedAt: envelope.receivedAt },
  });
  working.addedMessages += 1;
  working.changed = true;
  if (!message.automatic && isAcknowledging(message.text)) {
    plan.acknowledgements.push({ requestId: request.id, staffId });
  }
  plan.settlements.push({
    ...{ envelopeId: envelope.id, outcome: 'answered', requestId: request.id, reason: null },
  });
  plan.audit.push({
    ...{ at: now, staffId, action: 'request.noted', subject: `request:${request.id}` },
    detail: { message: messageId, envelope: envelope.id },
  });
}

import type { NormalisedMessage } from '../channel/normalised.js';
import { isAcknowledging } from '../emergency/acknowledging-words.js';
import type { StaffId } from '../identity/ids.js';
import { wellFormedText } from '../text/well-formed.js';
import type { PointedRequest } from './batch-references.js';
import type { Planning, RegistrationItem } from './planning.js';
import { answeredByText } from './taking-by-text.js';

export interface StaffAnswer {
  readonly staffId: StaffId;
  readonly request: PointedRequest;
  /** Their words say that they take the emergency. */
  readonly takes: boolean;
}

/**
 * Whose of the town's own people answers a page or an alert: the sender is authentic, has an address
 * of staff and holds the token of a message that was sent to that address, or texts the code of a
 * page. Whoever wrote on the request as a citizen answers as a citizen.
 */
export function staffAnswering(
  answer: ReceivedAnswer,
  pointedAt: readonly PointedRequest[],
  planning: Planning,
): StaffAnswer | null {
  const { memory } = planning;
  const found = answerByToken(answer, pointedAt, planning) ?? answerByCode(answer, planning);
  const contactId = memory.knownSender(answer.message)?.contactId ?? null;
  if (found === null || (contactId !== null && found.request.participants.has(contactId))) {
    return null;
  }
  return found;
}

interface ReceivedAnswer {
  readonly item: RegistrationItem;
  readonly message: NormalisedMessage;
}

function answerByToken(
  { item: { signedNumber }, message }: ReceivedAnswer,
  pointedAt: readonly PointedRequest[],
  { context }: Planning,
): StaffAnswer | null {
  if (signedNumber === null || !message.sender.authentic) return null;
  const staffId = context.knowledge.staffAt(message.sender);
  const request = pointedAt.find(({ number }) => number === signedNumber);
  if (staffId === null || request === undefined) return null;
  return { staffId, request, takes: !message.automatic && isAcknowledging(message.text) };
}

function answerByCode(answer: ReceivedAnswer, planning: Planning): StaffAnswer | null {
  const answered = answeredByText(answer, planning);
  if (answered === null) return null;
  const { staffId, number, takes } = answered;
  const nothing = { signedRequestId: null, signedNumber: null, repliesTo: [] };
  const [request] = planning.memory.pointedAt({ ...nothing, numbers: [number] });
  return request === undefined ? null : { staffId, request, takes };
}

/** A note of that person; and who says that they take it is waited for no longer. */
export function planStaffAnswer(
  { envelope }: RegistrationItem,
  message: NormalisedMessage,
  { staffId, request, takes }: StaffAnswer,
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
  if (takes) plan.acknowledgements.push({ requestId: request.id, staffId });
  plan.settlements.push({
    ...{ envelopeId: envelope.id, outcome: 'answered', requestId: request.id, reason: null },
  });
  plan.audit.push({
    ...{ at: now, staffId, action: 'request.noted', subject: `request:${request.id}` },
    detail: { message: messageId, envelope: envelope.id },
  });
}

import type { AuditAction } from '../audit/audit-entry.js';
import { isOptedOut } from '../consent/opt-out.js';
import { notFound, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { MessageId, OutboxEntryId, ServiceRequestId } from '../identity/ids.js';
import { optedOut } from '../ladder/choose-way.js';
import type { DeliveryState, LockedRequest, RequestTransaction } from '../request/request-store.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from './staff-action.js';

export interface OutgoingChanged {
  readonly entryId: OutboxEntryId;
  readonly state: 'waiting' | 'withdrawn';
}

type OutgoingId = MessageId | OutboxEntryId;

/** Sends a message again that failed or was not confirmed: a person's decision, a new attempt. */
export async function resendMessage(
  ports: StaffActionPorts,
  action: StaffAction,
  id: OutgoingId,
): Promise<Result<OutgoingChanged>> {
  const result = await changeOutgoing(ports, action, id, {
    audit: 'message.resent',
    state: 'waiting',
    refuse: (transaction, request, delivery) => refuseOptedOut(transaction, request.id, delivery),
    apply: (transaction, delivery) => transaction.resend(delivery.entryId, ports.clock.now()),
    refusal: 'Only a message that failed or was not confirmed can be sent again.',
  });
  if (result.ok) ports.ring();
  return result;
}

/** Takes a message back while it is held. */
export async function withdrawMessage(
  ports: StaffActionPorts,
  action: StaffAction,
  id: OutgoingId,
): Promise<Result<OutgoingChanged>> {
  return changeOutgoing(ports, action, id, {
    audit: 'message.withdrawn',
    state: 'withdrawn',
    refuse: () => Promise.resolve(null),
    apply: (transaction, delivery) => transaction.withdraw(delivery.entryId),
    refusal: 'It has left already, or is leaving now.',
  });
}

interface OutgoingChange {
  readonly audit: AuditAction;
  readonly state: OutgoingChanged['state'];
  readonly refuse: (
    transaction: RequestTransaction,
    request: LockedRequest,
    delivery: DeliveryState,
  ) => Promise<Problem | null>;
  readonly apply: (transaction: RequestTransaction, delivery: DeliveryState) => Promise<boolean>;
  readonly refusal: string;
}

async function changeOutgoing(
  ports: StaffActionPorts,
  action: StaffAction,
  id: OutgoingId,
  change: OutgoingChange,
): Promise<Result<OutgoingChanged>> {
  const question = { do: change.audit, id };
  return actOnRequest<OutgoingChanged>(ports, action, question, async (transaction, request) => {
    const delivery = await transaction.findOutgoing(request.id, id);
    if (delivery === null) return refused(noSuchMessage);
    const problem = await change.refuse(transaction, request, delivery);
    if (problem !== null) return refused(problem);
    if (!(await change.apply(transaction, delivery))) {
      const title = `The message is ${delivery.state}`;
      return refused({ code: 'conflict', title, detail: change.refusal });
    }
    await transaction.insertAudit({
      at: ports.clock.now(),
      staffId: action.staffId,
      action: change.audit,
      subject: `request:${request.id}`,
      detail: { outbox: delivery.entryId, was: delivery.state },
    });
    return succeeded({ entryId: delivery.entryId, state: change.state });
  });
}

/** What the citizen has stopped is not sent by saying so once more. */
async function refuseOptedOut(
  transaction: RequestTransaction,
  requestId: ServiceRequestId,
  { contactPointId, channelAccountId }: DeliveryState,
): Promise<Problem | null> {
  if (contactPointId === null) return null;
  const { addresses } = await transaction.readAddressed(requestId);
  const optOuts = addresses.find(({ id }) => id === contactPointId)?.optOuts ?? [];
  return isOptedOut(optOuts, { requestId, channelAccountId }) ? optedOut : null;
}

const noSuchMessage = notFound(
  'This outgoing message',
  'Take the id of an outgoing message from the timeline of the request.',
);

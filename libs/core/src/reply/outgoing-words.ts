import { invalidInput, type Problem } from '../error/problem.js';
import type { MessageId, OutboxEntryId, StaffId } from '../identity/ids.js';
import type { QuestionArrival } from '../request/records.js';
import type { LockedRequest, RequestTransaction } from '../request/request-store.js';
import { textLength } from '../text/text-units.js';
import { wellFormedText } from '../text/well-formed.js';
import { addMilliseconds, type Instant, SECOND } from '../time/instant.js';
import type { StaffActionPorts } from './staff-action.js';

export interface OutgoingWords {
  readonly text: string;
  /** How long they can still be withdrawn before they leave. */
  readonly holdSeconds: number;
  readonly staffId: StaffId;
  readonly asksCitizen?: boolean;
}

export interface TakenWords {
  readonly messageId: MessageId;
  readonly entryId: OutboxEntryId;
  readonly dueAt: Instant;
}

/** Writes a person's words as an outgoing message and the intent to send it. */
export async function putIntoOutbox(
  ports: StaffActionPorts,
  transaction: RequestTransaction,
  request: LockedRequest,
  words: OutgoingWords,
): Promise<TakenWords> {
  const now = ports.clock.now();
  const { staffId } = words;
  const text = wellFormedText(words.text).trim();
  const messageId = ports.newId<'Message'>();
  const entryId = ports.newId<'OutboxEntry'>();
  const dueAt = addMilliseconds(now, words.holdSeconds * SECOND);
  const shared = { requestId: request.id, staffId, channelRef: request.channelRef };
  await transaction.insertMessage({
    ...shared,
    id: messageId,
    envelopeId: null,
    direction: 'outbound',
    contactPointId: null,
    text,
    externalId: null,
    automatic: false,
    occurredAt: now,
    receivedAt: now,
  });
  await transaction.insertOutbox({
    ...shared,
    id: entryId,
    messageId,
    channelAccountId: request.channelAccountId,
    kind: 'reply',
    body: text,
    requestNumber: request.number,
    ...(words.asksCitizen === true && { asksCitizen: arrivalOn(ports, request) }),
    dueAt,
    createdAt: now,
  });
  return { messageId, entryId, dueAt };
}

/** Where no receipt says that words arrived, nothing more is known than that they were taken (ADR 0025). */
function arrivalOn({ accounts }: StaffActionPorts, request: LockedRequest): QuestionArrival {
  const account = accounts.byId(request.channelAccountId);
  return typeof account !== 'string' && account.capabilities.receipts === 'delivered'
    ? 'delivered'
    : 'accepted';
}

/** Why words cannot leave on the request's channel, or null. @param field how the caller named them. */
export function refuseWords(
  ports: StaffActionPorts,
  request: LockedRequest,
  text: string,
  field: string,
): Problem | null {
  const account = ports.accounts.byId(request.channelAccountId);
  if (account === 'broken' || account === 'unknown') return channelUnusable;
  const { max, unit } = account.capabilities.textLimit;
  const length = textLength(text, unit);
  if (length <= max) return null;
  const tooLong = `is ${String(length)} ${unit} long; this channel takes ${String(max)}. Shorten it or answer in two parts`;
  return invalidInput([{ field, message: tooLong }]);
}

const channelUnusable: Problem = {
  code: 'conflict',
  title: 'The channel of this request cannot be used',
  detail: 'Its account is broken; `channel check` tells why. Mend it, then answer.',
};

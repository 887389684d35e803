import type { NewId } from '../identity/ids.js';
import { arrivalOn } from '../reply/question-arrival.js';
import type { NewOutboxEntry } from '../request/records.js';
import type { Instant } from '../time/instant.js';
import type { RefusedAnswer } from './ladder-store.js';
import type { Rung } from './next-rung.js';

/** What an answer takes along from one way to the next. */
export type GoingOn = Pick<
  RefusedAnswer,
  | 'entryId'
  | 'rung'
  | 'requestId'
  | 'requestNumber'
  | 'messageId'
  | 'staffId'
  | 'text'
  | 'asksCitizen'
  | 'createdAt'
>;

/** The entry by which an answer goes on. The clocks ask when it was written, not when it was turned away. */
export function rungEntry(
  answer: GoingOn,
  { account, address, channelRef }: Rung,
  newId: NewId,
  dueAt: Instant,
): NewOutboxEntry {
  const { requestId, requestNumber, messageId, staffId, text: body, createdAt } = answer;
  return {
    ...{ requestId, requestNumber, messageId, staffId, channelRef, body, createdAt, dueAt },
    id: newId<'OutboxEntry'>(),
    channelAccountId: account.id,
    contactPointId: address.id,
    kind: 'reply',
    ...(answer.asksCitizen && { asksCitizen: arrivalOn(account) }),
    ladder: { from: answer.entryId, rung: answer.rung + 1 },
  };
}

import { invalidInput, type Problem } from '../error/problem.js';
import type { MessageId, OutboxEntryId, StaffId } from '../identity/ids.js';
import type { ChosenWay } from '../ladder/choose-way.js';
import { maskAddress } from '../ladder/mask-address.js';
import type { Rung } from '../ladder/next-rung.js';
import { type GoingOn, rungEntry } from '../ladder/rung-entry.js';
import type { NewOutboxEntry } from '../request/records.js';
import type { LockedRequest, RequestTransaction } from '../request/request-store.js';
import { describeLength, textLength } from '../text/text-units.js';
import { wellFormedText } from '../text/well-formed.js';
import { addMilliseconds, type Instant, SECOND } from '../time/instant.js';
import { arrivalOn } from './question-arrival.js';
import type { StaffActionPorts } from './staff-action.js';

export interface OutgoingWords {
  readonly text: string;
  /** How long they can still be withdrawn before they leave. */
  readonly holdSeconds: number;
  readonly staffId: StaffId;
  readonly asksCitizen?: boolean;
  readonly way: ChosenWay;
}

export interface TakenWords {
  readonly messageId: MessageId;
  readonly entryId: OutboxEntryId;
  readonly dueAt: Instant;
  /** Where it goes, when it goes past where the citizen wrote. */
  readonly goesBy: GoesBy | null;
}

export interface GoesBy {
  /** Title of the account. */
  readonly account: string;
  /** As its owner knows it again. */
  readonly address: string;
}

/** Writes a person's words as an outgoing message and the intent to send it. */
export async function putIntoOutbox(
  ports: StaffActionPorts,
  transaction: RequestTransaction,
  request: LockedRequest,
  words: OutgoingWords,
): Promise<TakenWords> {
  const entry = answerEntry(ports, request, words);
  const { id: entryId, messageId, dueAt, createdAt: now } = entry;
  await transaction.insertMessage({
    ...{ id: messageId, requestId: request.id, staffId: words.staffId, text: entry.body },
    ...{ envelopeId: null, direction: 'outbound', contactPointId: null, externalId: null },
    ...{ channelRef: request.channelRef, automatic: false, occurredAt: now, receivedAt: now },
  });
  await transaction.insertOutbox(entry);
  const taken = { messageId, entryId, dueAt, goesBy: null };
  const { way } = words;
  switch (way.kind) {
    case 'origin':
      return taken;
    case 'none':
      await transaction.turnAway(entryId, 'opted-out', now);
      return taken;
    case 'detour':
      return { ...taken, ...(await takeDetour(ports, transaction, entry, way.rung)) };
  }
}

/** The entry of a person's answer: it has a message, a writer and a request. */
type AnswerEntry = NewOutboxEntry & Pick<GoingOn, 'messageId' | 'staffId' | 'requestId'>;

function answerEntry(
  ports: StaffActionPorts,
  request: LockedRequest,
  { text, holdSeconds, staffId, asksCitizen }: OutgoingWords,
): AnswerEntry {
  const { id: requestId, number: requestNumber } = request;
  const { channelAccountId, channelRef, contactPointId } = request;
  const createdAt = ports.clock.now();
  const account = ports.accounts.byId(channelAccountId);
  return {
    ...{ requestId, requestNumber, channelAccountId, channelRef, contactPointId, staffId },
    id: ports.newId<'OutboxEntry'>(),
    messageId: ports.newId<'Message'>(),
    kind: 'reply',
    body: wellFormedText(text).trim(),
    ...(asksCitizen === true && { asksCitizen: arrivalOn(account) }),
    dueAt: addMilliseconds(createdAt, holdSeconds * SECOND),
    createdAt,
  };
}

/** Both ways are kept, so that everybody can read why it went by the second. */
async function takeDetour(
  ports: StaffActionPorts,
  transaction: RequestTransaction,
  refused: AnswerEntry,
  rung: Rung,
): Promise<Pick<TakenWords, 'entryId' | 'goesBy'>> {
  const { id, body: text, asksCitizen, dueAt } = refused;
  const answer = { ...refused, entryId: id, rung: 0, text, asksCitizen: asksCitizen !== undefined };
  const next = rungEntry(answer, rung, ports.newId, dueAt);
  await transaction.turnAway(id, 'opted-out', null);
  await transaction.insertOutbox(next);
  const { account, address } = rung;
  const goesBy = { account: account.title, address: maskAddress(address.address) };
  return { entryId: next.id, goesBy };
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
  if (textLength(text, unit) <= max) return null;
  const tooLong = `is ${describeLength(text, unit)} long; this channel takes ${String(max)}. Shorten it or answer in two parts`;
  return invalidInput([{ field, message: tooLong }]);
}

const channelUnusable: Problem = {
  code: 'conflict',
  title: 'The channel of this request cannot be used',
  detail: 'Its account is broken; `channel check` tells why. Mend it, then answer.',
};

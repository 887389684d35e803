import { type OutboxState, outboxState } from '#core/delivery/outbox';
import type {
  ChannelAccountId,
  ContactPointId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
} from '#core/identity/ids';
import type { Refusal } from '#core/ladder/refusal';
import type { DeliveryState, RungState } from '#core/request/request-store';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { staffKindsSql } from '../outbox/staff-kinds.js';
import { receiptRank } from '../registration/apply-receipts.js';

/** How far each outgoing message of a request got; the receipt is the one of the accepted attempt. */
export interface OutgoingEntry extends DeliveryState {
  readonly messageId: MessageId | null;
  readonly body: string;
  readonly createdAt: ReturnType<typeof instantOf>;
}

/** One entry a message, with every way it has gone; automatic texts have one way only. */
export async function readOutgoing(
  session: SqlSession,
  requestId: ServiceRequestId,
): Promise<readonly OutgoingEntry[]> {
  const rows = await session.rows<OutgoingRow>(outgoingSql, [requestId]);
  const entries = rows.map(outgoingOf);
  return entries.flatMap((entry) => {
    const { messageId } = entry;
    if (messageId === null) return [entry];
    const ways = entries.filter((other) => other.messageId === messageId);
    return ways.at(-1) === entry ? [{ ...entry, rungs: ways.map(rungOf) }] : [];
  });
}

function rungOf({ rungs: [rung] }: OutgoingEntry): RungState {
  if (rung === undefined) throw new Error('An entry is a way of its own.');
  return rung;
}

interface OutgoingRow {
  readonly id: OutboxEntryId;
  readonly messageId: MessageId | null;
  readonly body: string;
  readonly state: number;
  readonly attempts: number;
  readonly dueAt: string;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly receipt: number | null;
  readonly channelAccountId: ChannelAccountId;
  readonly contactPointId: ContactPointId | null;
  readonly refusal: Refusal | null;
  readonly ladderAt: string | null;
}

/** Alerts and pages about it went to people of the town: they are no part of the conversation. */
const outgoingSql =
  'SELECT o.id, o.messageId, o.body, o.state, o.attempts, o.dueAt, o.reason, o.createdAt, ' +
  'o.channelAccountId, o.contactPointId, o.refusal, o.ladderAt, a.endedAt AS sentAt, d.status AS receipt FROM outbox_entry o ' +
  'LEFT JOIN delivery_attempt a ON a.outboxId = o.id AND a.outcome = 1 ' +
  'LEFT JOIN delivery_receipt d ON d.channelAccountId = o.channelAccountId AND d.providerId = a.providerId ' +
  `WHERE o.requestId = ? AND o.kind NOT IN (${staffKindsSql}) ORDER BY o.createdAt, o.rung, o.id, a.number`;

function outgoingOf(row: OutgoingRow): OutgoingEntry {
  const { id: entryId, channelAccountId, contactPointId, refusal } = row;
  const rung: RungState = {
    ...{ entryId, channelAccountId, contactPointId, refusal },
    state: stateOf(row.state),
    receipt: receiptOf(row.receipt),
    sentAt: instantOrNull(row.sentAt),
    lookAgainAt: instantOrNull(row.ladderAt),
  };
  return {
    ...rung,
    messageId: row.messageId,
    body: row.body,
    attempts: row.attempts,
    dueAt: instantOf(row.dueAt),
    reason: row.reason,
    createdAt: instantOf(row.createdAt),
    rungs: [rung],
  };
}

const states = Object.keys(outboxState) as readonly OutboxState[];

function stateOf(code: number): OutboxState {
  const state = states.find((name) => outboxState[name] === code);
  if (state === undefined) throw new Error(`The outbox knows no state ${code}.`);
  return state;
}

function receiptOf(rank: number | null): DeliveryState['receipt'] {
  const words = Object.entries(receiptRank) as [NonNullable<DeliveryState['receipt']>, number][];
  return words.find(([, known]) => known === rank)?.[0] ?? null;
}

import { type OutboxState, outboxState } from '#core/delivery/outbox';
import type { MessageId, OutboxEntryId, ServiceRequestId } from '#core/identity/ids';
import type { DeliveryState } from '#core/request/request-store';

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

export async function readOutgoing(
  session: SqlSession,
  requestId: ServiceRequestId,
): Promise<readonly OutgoingEntry[]> {
  const rows = await session.rows<OutgoingRow>(outgoingSql, [requestId]);
  return rows.map(outgoingOf);
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
}

/** Alerts and pages about it went to people of the town: they are no part of the conversation. */
const outgoingSql =
  'SELECT o.id, o.messageId, o.body, o.state, o.attempts, o.dueAt, o.reason, o.createdAt, ' +
  'a.endedAt AS sentAt, d.status AS receipt FROM outbox_entry o ' +
  'LEFT JOIN delivery_attempt a ON a.outboxId = o.id AND a.outcome = 1 ' +
  'LEFT JOIN delivery_receipt d ON d.channelAccountId = o.channelAccountId AND d.providerId = a.providerId ' +
  `WHERE o.requestId = ? AND o.kind NOT IN (${staffKindsSql}) ORDER BY o.createdAt, o.id, a.number`;

function outgoingOf(row: OutgoingRow): OutgoingEntry {
  return {
    entryId: row.id,
    messageId: row.messageId,
    body: row.body,
    state: stateOf(row.state),
    receipt: receiptOf(row.receipt),
    attempts: row.attempts,
    dueAt: instantOf(row.dueAt),
    sentAt: instantOrNull(row.sentAt),
    reason: row.reason,
    createdAt: instantOf(row.createdAt),
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

import type { AttachmentId, MessageId, ServiceRequestId } from '#core/identity/ids';
import type { MessageDirection } from '#core/request/records';
import type { DeliveryState, TimelineItem } from '#core/request/request-store';

import { instantOf } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { type OutgoingEntry, readOutgoing } from './delivery-state.js';

/** The thread in the order it was stored; automatic texts stand in it by their outbox entry. */
export async function readTimeline(
  session: SqlSession,
  requestId: ServiceRequestId,
): Promise<readonly TimelineItem[]> {
  const messages = await session.rows<MessageRow>(messagesSql, [requestId]);
  const attachments = await session.rows<AttachmentRow>(attachmentsSql, [requestId]);
  const outgoing = await readOutgoing(session, requestId);
  const items = [
    ...messages.map((message) => messageItem(message, attachments, outgoing)),
    ...outgoing.filter(({ messageId }) => messageId === null).map(automaticItem),
  ];
  return items.toSorted(
    (one, other) => one.receivedAt - other.receivedAt || (one.id < other.id ? -1 : 1),
  );
}

interface MessageRow {
  readonly id: MessageId;
  readonly direction: MessageDirection;
  readonly automatic: number;
  readonly staffName: string | null;
  readonly text: string;
  readonly occurredAt: string;
  readonly receivedAt: string;
}

interface AttachmentRow {
  readonly id: AttachmentId;
  readonly messageId: MessageId;
  readonly filename: string | null;
  readonly contentType: string;
  readonly size: number | null;
  readonly state: 'pending' | 'stored' | 'gone';
}

const messagesSql =
  'SELECT m.id, m.direction, m.automatic, s.name AS staffName, m.text, m.occurredAt, m.receivedAt ' +
  'FROM message m LEFT JOIN staff s ON s.id = m.staffId WHERE m.requestId = ?';

const attachmentsSql =
  'SELECT a.id, a.messageId, a.filename, a.contentType, a.size, a.state FROM message m ' +
  'JOIN attachment a ON a.messageId = m.id WHERE m.requestId = ? ORDER BY a.id';

function messageItem(
  message: MessageRow,
  attachments: readonly AttachmentRow[],
  outgoing: readonly OutgoingEntry[],
): TimelineItem {
  const entry = outgoing.find(({ messageId }) => messageId === message.id);
  return {
    id: message.id,
    direction: message.direction,
    automatic: message.automatic === 1,
    staffName: message.staffName,
    text: message.text,
    occurredAt: instantOf(message.occurredAt),
    receivedAt: instantOf(message.receivedAt),
    attachments: attachments
      .filter(({ messageId }) => messageId === message.id)
      .map(({ id, filename, contentType, size, state }) => ({
        ...{ id, filename, contentType, size, state },
      })),
    delivery: entry === undefined ? null : stateOf(entry),
  };
}

function automaticItem(entry: OutgoingEntry): TimelineItem {
  return {
    id: entry.entryId,
    direction: 'outbound',
    automatic: true,
    staffName: null,
    text: entry.body,
    occurredAt: entry.sentAt ?? entry.createdAt,
    receivedAt: entry.createdAt,
    attachments: [],
    delivery: stateOf(entry),
  };
}

function stateOf(entry: OutgoingEntry): DeliveryState {
  const { entryId, state, receipt, attempts, dueAt, sentAt, reason } = entry;
  return { entryId, state, receipt, attempts, dueAt, sentAt, reason };
}

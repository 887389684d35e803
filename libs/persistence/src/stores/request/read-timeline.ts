import type { ConsentAction } from '#core/consent/consent-entry';
import type { ConsentSource } from '#core/consent/opt-out';
import type { AttachmentId, ConsentEntryId, MessageId, ServiceRequestId } from '#core/identity/ids';
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
  const consents = await session.rows<ConsentRow>(consentsSql, [requestId]);
  const items = [
    ...messages
      .map((message) => messageItem(message, attachments, outgoing))
      .map((item) => withConsent(item, consents)),
    ...outgoing.filter(({ messageId }) => messageId === null).map(automaticItem),
    ...consents.filter(({ messageId }) => messageId === null).map(consentItem),
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

interface ConsentRow {
  readonly id: ConsentEntryId;
  readonly action: ConsentAction;
  readonly source: ConsentSource;
  readonly words: string | null;
  readonly messageId: MessageId | null;
  readonly staffName: string | null;
  readonly recordedAt: string;
}

const consentsSql =
  'SELECT e.id, e.action, e.source, e.words, e.messageId, s.name AS staffName, e.recordedAt ' +
  'FROM consent_entry e LEFT JOIN staff s ON s.id = e.staffId WHERE e.requestId = ?';

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
    consent: null,
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
    consent: null,
  };
}

function stateOf(entry: OutgoingEntry): DeliveryState {
  const { entryId, channelAccountId, contactPointId, state, receipt, sentAt, refusal } = entry;
  const { attempts, dueAt, reason, rungs, lookAgainAt } = entry;
  return {
    ...{ entryId, channelAccountId, contactPointId, state, receipt, sentAt, refusal },
    ...{ attempts, dueAt, reason, rungs, lookAgainAt },
  };
}

function withConsent(item: TimelineItem, consents: readonly ConsentRow[]): TimelineItem {
  const said = consents.find(({ messageId }) => messageId === item.id);
  return said === undefined ? item : { ...item, consent: said.action };
}

/** What staff or a provider say about the citizen's wish is for colleagues. */
function consentItem({ id, action, source, ...row }: ConsentRow): TimelineItem {
  const at = instantOf(row.recordedAt);
  return {
    ...{ id, consent: action, staffName: row.staffName, text: row.words ?? '' },
    direction: source === 'citizen' ? 'inbound' : 'note',
    automatic: source === 'provider',
    ...{ occurredAt: at, receivedAt: at, attachments: [], delivery: null },
  };
}

import type {
  ChannelAccountId,
  ContactPointId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
  StaffId,
} from '#core/identity/ids';
import type { RefusedAnswer } from '#core/ladder/ladder-store';
import type { TriedWay } from '#core/ladder/next-rung';
import type { Refusal } from '#core/ladder/refusal';

import { instantOf } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { receiptRank } from '../registration/apply-receipts.js';
import { readAddressed } from './read-addressed.js';

interface RefusedRow {
  readonly id: OutboxEntryId;
  readonly rung: number;
  readonly refusal: Refusal;
  readonly requestId: ServiceRequestId;
  readonly requestNumber: string;
  readonly messageId: MessageId;
  readonly staffId: StaffId;
  readonly channelAccountId: ChannelAccountId;
  readonly contactPointId: ContactPointId;
  readonly channelRef: string;
  readonly body: string;
  /** As it was written: what one channel adds to it is not said on another. */
  readonly text: string;
  readonly asksCitizen: string | null;
  readonly createdAt: string;
  readonly refusedAt: string;
  readonly heldUntil: string;
}

/** A refused answer with everything its next way depends on; null for what no person wrote. */
export async function readRefused(
  session: SqlSession,
  id: OutboxEntryId,
): Promise<RefusedAnswer | null> {
  const [row] = await session.rows<RefusedRow>(
    'SELECT o.id, o.rung, o.refusal, o.requestId, o.requestNumber, o.messageId, o.staffId, o.channelAccountId, ' +
      'COALESCE(o.contactPointId, r.contactPointId) AS contactPointId, m.text, o.channelRef, o.body, o.asksCitizen, o.createdAt, ' +
      `COALESCE(${reportedAtSql}, ${endedAtSql}, o.createdAt) AS refusedAt, ` +
      'CASE WHEN o.attempts = 0 THEN o.dueAt ELSE o.createdAt END AS heldUntil FROM outbox_entry o ' +
      'JOIN service_request r ON r.id = o.requestId JOIN message m ON m.id = o.messageId ' +
      'WHERE o.id = ? AND o.refusal IS NOT NULL AND o.staffId IS NOT NULL',
    [id],
  );
  if (row === undefined) return null;
  const { id: entryId, asksCitizen, createdAt, refusedAt, heldUntil, ...same } = row;
  return {
    ...same,
    entryId,
    asksCitizen: asksCitizen !== null,
    createdAt: instantOf(createdAt),
    refusedAt: instantOf(refusedAt),
    heldUntil: instantOf(heldUntil),
    hasFiles: await hasFiles(session, row.messageId),
    to: await readAddressed(session, row.requestId),
    tried: await readTried(session, row),
  };
}

const reportedAtSql =
  '(SELECT MAX(d.receivedAt) FROM delivery_attempt a ' +
  'JOIN delivery_receipt d ON d.channelAccountId = o.channelAccountId AND d.providerId = a.providerId ' +
  'WHERE a.outboxId = o.id)';
const endedAtSql = '(SELECT MAX(a.endedAt) FROM delivery_attempt a WHERE a.outboxId = o.id)';

/** A later and better report than the one that failed it. */
export async function hasArrived(session: SqlSession, id: OutboxEntryId): Promise<boolean> {
  const arrived = await session.rows(
    'SELECT a.id FROM outbox_entry o JOIN delivery_attempt a ON a.outboxId = o.id ' +
      'JOIN delivery_receipt d ON d.channelAccountId = o.channelAccountId AND d.providerId = a.providerId ' +
      `WHERE o.id = ? AND d.status > ${receiptRank.failed} LIMIT 1`,
    [id],
  );
  return arrived.length > 0;
}

async function hasFiles(session: SqlSession, messageId: MessageId): Promise<boolean> {
  const files = await session.rows('SELECT id FROM attachment WHERE messageId = ? LIMIT 1', [
    messageId,
  ]);
  return files.length > 0;
}

function readTried(
  session: SqlSession,
  { requestId, messageId }: RefusedRow,
): Promise<readonly TriedWay[]> {
  return session.rows<TriedWay>(
    'SELECT o.channelAccountId, COALESCE(o.contactPointId, r.contactPointId) AS contactPointId, o.refusal ' +
      'FROM outbox_entry o JOIN service_request r ON r.id = o.requestId ' +
      'WHERE o.requestId = ? AND o.messageId = ? ORDER BY o.rung',
    [requestId, messageId],
  );
}

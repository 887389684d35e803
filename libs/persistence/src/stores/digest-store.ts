import type {
  DigestQuestion,
  DigestRequest,
  DigestStore,
  DueDigest,
} from '#core/digest/digest-store';
import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '#core/identity/ids';
import type { NewOutboxEntry } from '#core/request/records';
import type { RequestStatus } from '#core/request/status';

import type { Dialect } from '../sql/dialect.js';
import { instantOrNull, instantText } from '../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../sql/sql-session.js';
import { insertOutbox } from './registration/record-inserts.js';

export function digestStore(database: SqlDatabase): DigestStore {
  return {
    sendNext: (question, compose) =>
      database.transaction((session) => sendNext(session, question, compose)),
  };
}

/**
 * Registration locks the same row before it adds a number for a sender who has one, so that what is
 * deleted here is what was told.
 */
async function sendNext(
  session: SqlSession,
  { now, most }: DigestQuestion,
  compose: (due: DueDigest) => NewOutboxEntry,
): Promise<boolean> {
  const at = instantText(now);
  const [row] = await session.rows<{ readonly contactPointId: string }>(
    nextDigestSql(session.dialect),
    [at],
  );
  if (row === undefined) return false;
  const { contactPointId } = row;
  const due = await readUntold(session, contactPointId, most);
  if (due !== null) await insertOutbox(session, [compose(due)]);
  await session.run('DELETE FROM untold_request WHERE contactPointId = ?', [contactPointId]);
  await session.run(
    'UPDATE acknowledgement_digest SET dueAt = NULL, sentAt = ? WHERE contactPointId = ?',
    [at, contactPointId],
  );
  return true;
}

export function nextDigestSql(dialect: Dialect): string {
  return (
    'SELECT contactPointId FROM acknowledgement_digest WHERE dueAt <= ? ORDER BY dueAt LIMIT 1' +
    (dialect === 'mariadb' ? ' FOR UPDATE SKIP LOCKED' : '')
  );
}

interface UntoldRow {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly channelAccountId: ChannelAccountId;
  readonly channelRef: string;
  readonly language: string;
  readonly status: RequestStatus;
  readonly awaitsReply: number;
  readonly expectedAt: string | null;
}

/** In the order of ids, which is that of arrival. */
export const untoldSql =
  'SELECT r.id, r.number, r.channelAccountId, r.channelRef, r.language, r.status, r.awaitsReply, r.expectedAt ' +
  'FROM untold_request u JOIN service_request r ON r.id = u.requestId ' +
  'WHERE u.contactPointId = ? ORDER BY u.requestId LIMIT ?';

async function readUntold(
  session: SqlSession,
  contactPointId: string,
  most: number,
): Promise<DueDigest | null> {
  const [first, ...others] = await session.rows<UntoldRow>(untoldSql, [contactPointId, most]);
  if (first === undefined) return null;
  const [counted] = await session.rows<{ readonly untold: number }>(
    'SELECT COUNT(*) AS untold FROM untold_request WHERE contactPointId = ?',
    [contactPointId],
  );
  return {
    contactPointId: contactPointId as ContactPointId,
    requests: [digestRequestOf(first), ...others.map(digestRequestOf)],
    count: counted?.untold ?? 0,
  };
}

function digestRequestOf(row: UntoldRow): DigestRequest {
  return {
    ...row,
    awaitsReply: row.awaitsReply === 1,
    expectedAt: instantOrNull(row.expectedAt),
  };
}

import type { ScheduledDigest, UntoldRequest } from '#core/intake/registration-store';

import { acknowledgementDigestTable } from '../../entities/acknowledgement-digest.entity.js';
import { untoldRequestTable } from '../../entities/untold-request.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantText } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';

export async function insertUntold(
  session: SqlSession,
  rows: readonly UntoldRequest[],
): Promise<void> {
  const values = rows.flatMap(({ contactPointId, requestId }) => [contactPointId, requestId]);
  await session.insert(intoUntold, values);
}

/** A sender who was sent one before has a row; its last time stays. */
export async function scheduleDigests(
  session: SqlSession,
  rows: readonly ScheduledDigest[],
): Promise<void> {
  const into = session.dialect === 'mariadb' ? intoMariadb : intoSqlite;
  const values = rows.flatMap(({ contactPointId, dueAt }) => [contactPointId, instantText(dueAt)]);
  await session.insert(into, values);
}

const intoUntold = insertInto(untoldRequestTable, ['contactPointId', 'requestId']);
const columns = ['contactPointId', 'dueAt'] as const;
const intoMariadb = insertInto(
  acknowledgementDigestTable,
  columns,
  ' ON DUPLICATE KEY UPDATE dueAt = VALUES(dueAt)',
);
const intoSqlite = insertInto(
  acknowledgementDigestTable,
  columns,
  ' ON CONFLICT (contactPointId) DO UPDATE SET dueAt = excluded.dueAt',
);

import { kindsText } from '#core/emergency/emergency-kind';
import type { RequestUpdate } from '#core/request/records';

import { instantText, instantTextOrNull } from '../../sql/instant-text.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';

/** Joined and reopened requests. The count is relative: two lanes may join one request at a time. */
export async function updateRequests(
  session: SqlSession,
  rows: readonly RequestUpdate[],
): Promise<void> {
  if (rows.length === 0) return;
  if (session.dialect === 'mariadb') {
    const values = rows.flatMap((row) => [row.id, ...changedValues(row)]);
    await session.run(updateRequestsSql(rows.length), values, session.protocolFor(rows.length));
    return;
  }
  for (const row of rows) await session.run(updateOneSql, [row.id, ...changedValues(row)]);
}

export function updateRequestsSql(count: number): string {
  // The cast keeps the id comparable without converting the column, so that its index is used.
  const update =
    'SELECT CONVERT(? USING ascii) COLLATE ascii_bin AS id, ? AS status, CAST(? AS BINARY(16)) AS conversationKey, ' +
    'CAST(? AS SIGNED) AS awaitsReply, ? AS nextDeadlineAt, ? AS expectedAt, ? AS streamKey, ? AS closedAt, ' +
    '? AS lastMessageAt, ? AS added, ? AS emergencies';
  return (
    'UPDATE service_request r ' +
    `JOIN (${Array.from({ length: count }, () => update).join(' UNION ALL ')}) u ON u.id = r.id ` +
    'SET r.status = u.status, r.conversationKey = u.conversationKey, r.awaitsReply = u.awaitsReply, ' +
    'r.nextDeadlineAt = u.nextDeadlineAt, ' +
    'r.expectedAt = u.expectedAt, r.streamKey = u.streamKey, r.closedAt = u.closedAt, ' +
    `r.closeReason = ${whileClosed('u.closedAt', 'r.closeReason')}, ` +
    `r.closeSentence = ${whileClosed('u.closedAt', 'r.closeSentence')}, ` +
    `r.breachReason = ${whileClosed('u.closedAt', 'r.breachReason')}, ` +
    'r.lastMessageAt = u.lastMessageAt, r.messageCount = r.messageCount + u.added, ' +
    'r.emergencies = u.emergencies'
  );
}

/** What was said at closing goes when the request opens again; the audit and the messages keep it. */
function whileClosed(closedAt: string, column: string): string {
  return `CASE WHEN ${closedAt} IS NULL THEN NULL ELSE ${column} END`;
}

const updateOneSql =
  'UPDATE service_request SET status = ?2, conversationKey = ?3, awaitsReply = ?4, nextDeadlineAt = ?5, ' +
  'expectedAt = ?6, streamKey = ?7, closedAt = ?8, lastMessageAt = ?9, messageCount = messageCount + ?10, emergencies = ?11, ' +
  `closeReason = ${whileClosed('?8', 'closeReason')}, closeSentence = ${whileClosed('?8', 'closeSentence')}, ` +
  `breachReason = ${whileClosed('?8', 'breachReason')} WHERE id = ?1`;

function changedValues(row: RequestUpdate): SqlValue[] {
  return [
    row.status,
    row.conversationKey,
    row.awaitsReply ? 1 : 0,
    instantTextOrNull(row.nextDeadlineAt),
    instantTextOrNull(row.expectedAt),
    row.streamKey,
    instantTextOrNull(row.closedAt),
    instantText(row.lastMessageAt),
    row.addedMessages,
    kindsText(row.emergencies),
  ];
}

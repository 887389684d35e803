import type { RequestSummary, StreamQuery, UndeliveredQuery } from '#core/request/request-store';
import { readStreamKey } from '#core/request/stream-key';

import { instantText } from '../../sql/instant-text.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';
import { summaryColumns, summaryOf, type SummaryRow, summaryTables } from './summary-row.js';

/** One page of the stream: an index range from the last row of the page before. */
export async function readStream(
  session: SqlSession,
  query: StreamQuery,
): Promise<readonly RequestSummary[]> {
  const { open, after, limit } = query;
  if (open) return page(session, openStreamSql(limit), [after ?? '']);
  if (after === null) return page(session, closedStreamSql(limit), []);
  const [last] = await session.rows<{ readonly closedAt: string | null }>(
    'SELECT closedAt FROM service_request WHERE id = ?',
    [after],
  );
  // Reopened meanwhile: its place among the closed is unknown, and the reader begins again.
  if (last?.closedAt == null) return page(session, closedStreamSql(limit), []);
  return page(session, closedStreamAfterSql(limit), [last.closedAt, last.closedAt, after]);
}

export async function readSummary(
  session: SqlSession,
  number: string,
): Promise<RequestSummary | null> {
  const sql = `SELECT ${summaryColumns} FROM ${summaryTables} WHERE r.number = ?`;
  const [found] = await page(session, sql, [number]);
  return found ?? null;
}

/** One page of what could not be delivered, the longest waiting first. */
export function readUndelivered(
  session: SqlSession,
  { after, limit }: UndeliveredQuery,
): Promise<readonly RequestSummary[]> {
  const last = after === null ? null : readStreamKey(after);
  const at = last === null ? '' : instantText(last.at);
  return page(session, undeliveredSql(limit), [at, at, last?.id ?? '']);
}

export function undeliveredSql(limit: number): string {
  return (
    `SELECT ${summaryColumns} FROM undelivered u JOIN service_request r ON r.id = u.requestId ` +
    'WHERE u.undeliveredAt >= ? AND (u.undeliveredAt > ? OR u.requestId > ?) ' +
    `ORDER BY u.undeliveredAt, u.requestId LIMIT ${limit}`
  );
}

export function openStreamSql(limit: number): string {
  return (
    `SELECT ${summaryColumns} FROM ${summaryTables} WHERE r.streamKey > ? ` +
    `ORDER BY r.streamKey LIMIT ${limit}`
  );
}

const newestClosedFirst = 'ORDER BY r.closedAt DESC, r.id DESC';

export function closedStreamSql(limit: number): string {
  return (
    `SELECT ${summaryColumns} FROM ${summaryTables} WHERE r.closedAt IS NOT NULL ` +
    `${newestClosedFirst} LIMIT ${limit}`
  );
}

export function closedStreamAfterSql(limit: number): string {
  return (
    `SELECT ${summaryColumns} FROM ${summaryTables} ` +
    `WHERE r.closedAt <= ? AND (r.closedAt < ? OR r.id < ?) ${newestClosedFirst} LIMIT ${limit}`
  );
}

async function page(
  session: SqlSession,
  sql: string,
  values: readonly SqlValue[],
): Promise<readonly RequestSummary[]> {
  return (await session.rows<SummaryRow>(sql, values)).map(summaryOf);
}

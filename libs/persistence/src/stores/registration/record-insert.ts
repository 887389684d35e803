import type { Insert } from '../../sql/insert.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';

/** Writes records of one kind with one statement; does nothing when there are none. */
export type RecordInsert<Row> = (session: SqlSession, rows: readonly Row[]) => Promise<void>;

export function recordInsert<Row>(
  into: Insert,
  valuesOf: (row: Row) => readonly SqlValue[],
): RecordInsert<Row> {
  return async (session, rows) => {
    if (rows.length === 0) return;
    const values: SqlValue[] = [];
    for (const row of rows) values.push(...valuesOf(row));
    await session.insert(into, values);
  };
}

import type { SqlSession } from '../../sql/sql-session.js';

/**
 * The first of `count` running numbers. The counter's row is locked until the end of the
 * transaction, so a rollback leaves no gap; the row makes itself in a new year.
 */
export async function takeNumbers(
  session: SqlSession,
  series: string,
  count: number,
): Promise<number> {
  const last = session.dialect === 'mariadb' ? takeMariadb : takeSqlite;
  return (await last(session, series, count)) - count + 1;
}

/** The OK packet carries the end of the range: no SELECT is needed. */
function takeMariadb(session: SqlSession, series: string, count: number): Promise<number> {
  return session.runForId(
    'INSERT INTO number_counter (series, value) VALUES (?, LAST_INSERT_ID(CAST(? AS SIGNED))) ' +
      'ON DUPLICATE KEY UPDATE value = LAST_INSERT_ID(value + VALUES(value))',
    [series, count],
  );
}

async function takeSqlite(session: SqlSession, series: string, count: number): Promise<number> {
  const [row] = await session.rows<{ readonly value: number }>(
    'INSERT INTO number_counter (series, value) VALUES (?, ?) ' +
      'ON CONFLICT (series) DO UPDATE SET value = value + excluded.value RETURNING value',
    [series, count],
  );
  if (row === undefined) throw new Error(`The counter of ${series} gave no number.`);
  return row.value;
}

import type { SqlDatabase } from '../../sql/sql-session.js';

const WINDOW_ROWS = 2_000;

/** A stretch of primary keys: after the first, up to and with the last. */
export interface Window<Key extends string | number> {
  readonly after: Key;
  readonly last: Key;
}

/**
 * Cuts a table into stretches of 2,000 rows, so that a check of millions of rows holds neither
 * memory nor, on the embedded database, the event loop.
 */
export async function* windowsOf<Key extends string | number>(
  database: SqlDatabase,
  table: string,
  first: Key,
): AsyncGenerator<Window<Key>> {
  let after = first;
  for (;;) {
    const last = await lastOfWindow(database, table, after);
    if (last === null) return;
    yield { after, last };
    after = last;
  }
}

async function lastOfWindow<Key extends string | number>(
  database: SqlDatabase,
  table: string,
  after: Key,
): Promise<Key | null> {
  const [row] = await database.session((session) =>
    session.rows<{ readonly last: Key | null }>(
      `SELECT MAX(id) AS last FROM (SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ${WINDOW_ROWS}) w`,
      [after],
    ),
  );
  return row?.last ?? null;
}

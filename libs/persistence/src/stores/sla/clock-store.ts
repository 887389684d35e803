import type { ClockStore } from '#core/sla/clock-store';

import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { clockColumns, type ClockRow, slaClockOf } from './clock-row.js';
import { readLedgers } from './read-ledgers.js';

export function clockStore(database: SqlDatabase): ClockStore {
  return { ofRequest: (id) => database.session((session) => readClocks(session, id)) };
}

async function readClocks(
  session: SqlSession,
  requestId: string,
): ReturnType<ClockStore['ofRequest']> {
  const rows = await session.rows<ClockRow>(
    `SELECT ${clockColumns('c')} FROM sla_clock c WHERE c.requestId = ? ORDER BY c.startedAt, c.id`,
    [requestId],
  );
  if (rows.length === 0) return [];
  const ledgers = await readLedgers(
    session,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ clock: slaClockOf(row), history: ledgers.get(row.id) ?? [] }));
}

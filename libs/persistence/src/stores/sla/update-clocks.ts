import type { SlaClock } from '#core/sla/sla-clock';

import { instantText, instantTextOrNull } from '../../sql/instant-text.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';

/** Writes what may change in the lives of clocks; on MariaDB with one statement. */
export async function updateClocks(
  session: SqlSession,
  clocks: readonly SlaClock[],
): Promise<void> {
  if (clocks.length === 0) return;
  if (session.dialect === 'mariadb') {
    const values = clocks.flatMap((clock) => [clock.id, ...changedValues(clock)]);
    await session.run(updateClocksSql(clocks.length), values, session.protocolFor(clocks.length));
    return;
  }
  for (const clock of clocks) await updateClock(session, clock);
}

function updateClock(session: SqlSession, clock: SlaClock): Promise<number> {
  return session.run(updateOneSql, [...changedValues(clock), clock.id]);
}

const changing = [
  'state',
  'dueAt',
  'calendarVersion',
  'pausedAt',
  'metAt',
  'endedAt',
  'breachedAt',
  'noticedLevel',
  'nextStepAt',
] as const;

const updateOneSql = `UPDATE sla_clock SET ${changing.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`;

export function updateClocksSql(count: number): string {
  // The cast keeps the id comparable without converting the column, so that its index is used.
  const update = `SELECT CONVERT(? USING ascii) COLLATE ascii_bin AS id, ${changing.map((name) => `? AS ${name}`).join(', ')}`;
  return (
    `UPDATE sla_clock c JOIN (${Array.from({ length: count }, () => update).join(' UNION ALL ')}) u ON u.id = c.id ` +
    `SET ${changing.map((name) => `c.${name} = u.${name}`).join(', ')}`
  );
}

function changedValues(clock: SlaClock): SqlValue[] {
  return [
    clock.state,
    instantText(clock.dueAt),
    clock.calendarVersion,
    instantTextOrNull(clock.pausedAt),
    instantTextOrNull(clock.metAt),
    instantTextOrNull(clock.endedAt),
    instantTextOrNull(clock.breachedAt),
    clock.noticedLevel,
    instantTextOrNull(clock.nextStepAt),
  ];
}

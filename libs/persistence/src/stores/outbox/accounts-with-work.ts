import { outboxState } from '#core/delivery/outbox';
import type { ChannelAccountId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import { instantText } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';

/**
 * MariaDB skips in the index from one (account, state, priority) to the next and reads the earliest
 * due time of each: a few dozen key reads an account, whatever the outbox holds.
 */
export const earliestDueSql =
  'SELECT channelAccountId, state, priority, MIN(dueAt) AS dueAt ' +
  'FROM outbox_entry FORCE INDEX (ix_outbox_claim) GROUP BY channelAccountId, state, priority';

/** SQLite has no such skip; it seeks once for each account and priority. */
export const accountsDueSql =
  'SELECT a.id AS channelAccountId FROM channel_account a WHERE ' +
  [0, 1, 2, 3]
    .map(
      (priority) =>
        'EXISTS (SELECT 1 FROM outbox_entry o WHERE o.channelAccountId = a.id ' +
        `AND o.state = ${outboxState.waiting} AND o.priority = ${priority} AND o.dueAt <= ?1)`,
    )
    .join(' OR ');

/** Accounts that have something due and are not paused. */
export async function accountsWithWork(
  session: SqlSession,
  now: Instant,
): Promise<readonly ChannelAccountId[]> {
  const due =
    session.dialect === 'mariadb'
      ? await dueInMariadb(session, now)
      : await dueInSqlite(session, now);
  if (due.length === 0) return [];
  const paused = await session.rows<{ readonly channelAccountId: ChannelAccountId }>(
    'SELECT channelAccountId FROM delivery_pace WHERE allowedFrom > ?',
    [instantText(now)],
  );
  const waiting = new Set(paused.map(({ channelAccountId }) => channelAccountId));
  return due.filter((id) => !waiting.has(id));
}

interface GroupRow {
  readonly channelAccountId: ChannelAccountId;
  readonly state: number;
  readonly dueAt: string;
}

async function dueInMariadb(
  session: SqlSession,
  now: Instant,
): Promise<readonly ChannelAccountId[]> {
  const groups = await session.rows<GroupRow>(earliestDueSql);
  const text = instantText(now);
  const due = groups.filter(({ state, dueAt }) => state === outboxState.waiting && dueAt <= text);
  return [...new Set(due.map(({ channelAccountId }) => channelAccountId))];
}

async function dueInSqlite(
  session: SqlSession,
  now: Instant,
): Promise<readonly ChannelAccountId[]> {
  const rows = await session.rows<GroupRow>(accountsDueSql, [instantText(now)]);
  return rows.map(({ channelAccountId }) => channelAccountId);
}

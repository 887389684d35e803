import { outboxPriority, outboxState } from '#core/delivery/outbox';
import type { ChannelAccountId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import type { Dialect } from '../../sql/dialect.js';
import { instantText } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';

const priorities = [...new Set(Object.values(outboxPriority))];

/**
 * The earliest due time of each account and priority: one index entry each, whatever the outbox
 * holds and whatever the database believes about it.
 */
export function accountsDueSql(dialect: Dialect): string {
  const index = dialect === 'mariadb' ? 'FORCE INDEX (ix_outbox_claim) ' : '';
  const due = priorities.map(
    (priority) =>
      `(SELECT o.dueAt FROM outbox_entry o ${index}WHERE o.channelAccountId = a.id ` +
      `AND o.state = ${outboxState.waiting} AND o.priority = ${priority} ` +
      'ORDER BY o.dueAt LIMIT 1) <= ?',
  );
  return `SELECT a.id AS channelAccountId FROM channel_account a WHERE ${due.join(' OR ')}`;
}

/** Accounts that have something due and are not paused. */
export async function accountsWithWork(
  session: SqlSession,
  now: Instant,
): Promise<readonly ChannelAccountId[]> {
  const text = instantText(now);
  const due = await session.rows<AccountRow>(
    accountsDueSql(session.dialect),
    priorities.map(() => text),
  );
  if (due.length === 0) return [];
  const paused = await session.rows<AccountRow>(
    'SELECT channelAccountId FROM delivery_pace WHERE allowedFrom > ?',
    [text],
  );
  const waiting = new Set(paused.map(({ channelAccountId }) => channelAccountId));
  return due.map(({ channelAccountId }) => channelAccountId).filter((id) => !waiting.has(id));
}

interface AccountRow {
  readonly channelAccountId: ChannelAccountId;
}

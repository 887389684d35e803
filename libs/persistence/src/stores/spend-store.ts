import type { DailySpend } from '#core/spend/billing';
import type { SpendStore } from '#core/spend/spend-store';

import { dailySpendTable } from '../entities/daily-spend.entity.js';
import { insertInto } from '../sql/insert.js';
import { instantText } from '../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../sql/sql-session.js';
import { blockCountOf, type BlockRow } from './registration/acknowledged-blocks.js';

export function spendStore(database: SqlDatabase): SpendStore {
  return {
    on: (day) =>
      database.session((session) =>
        session.rows<DailySpend>(
          'SELECT channelAccountId, day, parts, micros FROM daily_spend WHERE day = ? ORDER BY channelAccountId',
          [day],
        ),
      ),
    spentMicros: (account, day) =>
      database.session(async (session) => {
        const [row] = await session.rows<Pick<DailySpend, 'micros'>>(
          'SELECT micros FROM daily_spend WHERE channelAccountId = ? AND day = ?',
          [account, day],
        );
        return row?.micros ?? 0;
      }),
    withheldBlocks: (since) =>
      database.session(async (session) => {
        const rows = await session.rows<BlockRow>(
          'SELECT block, windowStartAt, acknowledged, withheld FROM acknowledged_block ' +
            'WHERE windowStartAt >= ? AND withheld > 0 ORDER BY windowStartAt, block',
          [instantText(since)],
        );
        return rows.map(blockCountOf);
      }),
  };
}

/** One row an account and day, in one order everywhere; last in its transaction, because it is hot. */
export async function addSpends(session: SqlSession, spends: readonly DailySpend[]): Promise<void> {
  if (spends.length === 0) return;
  const sums = new Map<string, DailySpend>();
  for (const spend of spends) {
    const key = `${spend.channelAccountId} ${spend.day}`;
    const { parts = 0, micros = 0 } = sums.get(key) ?? {};
    sums.set(key, { ...spend, parts: parts + spend.parts, micros: micros + spend.micros });
  }
  const sorted = [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1));
  await session.insert(
    session.dialect === 'mariadb' ? intoMariadb : intoSqlite,
    sorted.flatMap(([, { channelAccountId, day, parts, micros }]) => [
      ...[channelAccountId, day, parts, micros],
    ]),
  );
}

const columns = ['channelAccountId', 'day', 'parts', 'micros'] as const;

const intoMariadb = insertInto(
  dailySpendTable,
  columns,
  ' ON DUPLICATE KEY UPDATE parts = parts + VALUES(parts), micros = micros + VALUES(micros)',
);

const intoSqlite = insertInto(
  dailySpendTable,
  columns,
  ' ON CONFLICT (channelAccountId, day) DO UPDATE SET ' +
    'parts = parts + excluded.parts, micros = micros + excluded.micros',
);

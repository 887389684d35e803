import { addressKeyOf } from '#core/identity/binary-key';
import type { BlockCount } from '#core/intake/block-cap';
import type { Instant } from '#core/time/instant';

import { acknowledgedBlockTable } from '../../entities/acknowledged-block.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantOf, instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';

export async function findBlocks(
  session: SqlSession,
  blocks: readonly string[],
  windowStartAt: Instant,
): Promise<readonly BlockCount[]> {
  if (blocks.length === 0) return [];
  const rows = await session.rows<BlockRow>(
    `SELECT ${columns.slice(1).join(', ')} FROM acknowledged_block ` +
      `WHERE windowStartAt = ? AND blockKey IN (${placeholders(blocks.length)})`,
    [instantText(windowStartAt), ...blocks.map(keyOf)],
    session.protocolFor(blocks.length),
  );
  return rows.map(blockCountOf);
}

/** In one order everywhere, so that two workers never wait for each other. */
export async function countBlocks(session: SqlSession, rows: readonly BlockCount[]): Promise<void> {
  const sorted = rows.toSorted((one, other) => keyOf(one.block).compare(keyOf(other.block)));
  await session.insert(
    session.dialect === 'mariadb' ? intoMariadb : intoSqlite,
    sorted.flatMap(({ block, windowStartAt, acknowledged, withheld }) => [
      ...[keyOf(block), instantText(windowStartAt), block, acknowledged, withheld],
    ]),
  );
}

export interface BlockRow {
  readonly block: string;
  readonly windowStartAt: string;
  readonly acknowledged: number;
  readonly withheld: number;
}

export function blockCountOf(row: BlockRow): BlockCount {
  return { ...row, windowStartAt: instantOf(row.windowStartAt) };
}

const columns = ['blockKey', 'windowStartAt', 'block', 'acknowledged', 'withheld'] as const;

const intoMariadb = insertInto(
  acknowledgedBlockTable,
  columns,
  ' ON DUPLICATE KEY UPDATE acknowledged = acknowledged + VALUES(acknowledged), ' +
    'withheld = withheld + VALUES(withheld)',
);

const intoSqlite = insertInto(
  acknowledgedBlockTable,
  columns,
  ' ON CONFLICT (blockKey, windowStartAt) DO UPDATE SET ' +
    'acknowledged = acknowledged + excluded.acknowledged, withheld = withheld + excluded.withheld',
);

/** Addresses may be any text: the database compares none of it. */
function keyOf(block: string): Buffer {
  return addressKeyOf('block', block);
}

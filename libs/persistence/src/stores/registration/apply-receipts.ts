import type { DeliveryReceipt } from '#core/channel/normalised';
import { refusalBy } from '#core/ladder/refusal';
import type { ReceivedReceipt } from '#core/request/records';

import { deliveryReceiptTable } from '../../entities/delivery-receipt.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantText, instantTextOrNull } from '../../sql/instant-text.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';

/** Receipts arrive in any order; what says more wins. */
export const receiptRank: Readonly<Record<DeliveryReceipt['status'], number>> = {
  failed: 1,
  delivered: 2,
  read: 3,
};

export async function applyReceipts(
  session: SqlSession,
  rows: readonly ReceivedReceipt[],
): Promise<void> {
  const strongest = new Map<string, ReceivedReceipt>();
  for (const row of rows) {
    const key = `${row.channelAccountId} ${row.receipt.providerId}`;
    const known = strongest.get(key);
    if (known === undefined || rankOf(row) > rankOf(known)) strongest.set(key, row);
  }
  const values: SqlValue[] = [];
  for (const row of strongest.values()) values.push(...valuesOf(row));
  await session.insert(session.dialect === 'mariadb' ? intoMariadb : intoSqlite, values);
}

const columns = [
  'channelAccountId',
  'providerId',
  'status',
  'reason',
  'occurredAt',
  'receivedAt',
  'refusal',
] as const;

// Assignments run from left to right: the status is compared before it changes.
const intoMariadb = insertInto(
  deliveryReceiptTable,
  columns,
  ' ON DUPLICATE KEY UPDATE reason = IF(VALUES(status) > status, VALUES(reason), reason), ' +
    'occurredAt = IF(VALUES(status) > status, VALUES(occurredAt), occurredAt), ' +
    'receivedAt = IF(VALUES(status) > status, VALUES(receivedAt), receivedAt), ' +
    'refusal = IF(VALUES(status) > status, VALUES(refusal), refusal), ' +
    'status = GREATEST(status, VALUES(status))',
);

const intoSqlite = insertInto(
  deliveryReceiptTable,
  columns,
  ' ON CONFLICT (channelAccountId, providerId) DO UPDATE SET reason = excluded.reason, ' +
    'occurredAt = excluded.occurredAt, receivedAt = excluded.receivedAt, refusal = excluded.refusal, status = excluded.status ' +
    'WHERE excluded.status > status',
);

function rankOf(row: ReceivedReceipt): number {
  return receiptRank[row.receipt.status];
}

function valuesOf(row: ReceivedReceipt): SqlValue[] {
  const { receipt } = row;
  return [
    row.channelAccountId,
    Buffer.from(receipt.providerId, 'utf8'),
    rankOf(row),
    receipt.reason?.slice(0, 500) ?? null,
    instantTextOrNull(receipt.occurredAt),
    instantText(row.receivedAt),
    refusalBy(receipt),
  ];
}

import type { Settlement } from '#core/delivery/outbox';
import type { OutboxEntryId } from '#core/identity/ids';

import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { receiptRank } from '../registration/apply-receipts.js';

/**
 * Without what the provider has called failed before its own answer was written: that has answered
 * nobody.
 */
export async function withoutFailed(
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<readonly Settlement[]> {
  const entries = settlements.flatMap(({ entryId, meets }) => (meets === null ? [] : [entryId]));
  if (entries.length === 0) return settlements;
  const failed = await failedByReceipt(session, entries);
  return settlements.filter(({ entryId }) => !failed.has(entryId));
}

/**
 * Which of these entries a provider took and then called failed. A receipt that is being registered
 * is waited for.
 */
export async function failedByReceipt(
  session: SqlSession,
  entries: readonly OutboxEntryId[],
): Promise<ReadonlySet<string>> {
  if (entries.length === 0) return new Set();
  const lock = session.dialect === 'mariadb' ? ' LOCK IN SHARE MODE' : '';
  const rows = await session.rows<{ readonly id: string }>(
    'SELECT o.id FROM outbox_entry o JOIN delivery_attempt a ON a.outboxId = o.id ' +
      'JOIN delivery_receipt d ON d.channelAccountId = o.channelAccountId AND d.providerId = a.providerId ' +
      `WHERE o.id IN (${placeholders(entries.length)}) AND d.status = ${receiptRank.failed}${lock}`,
    entries,
    session.protocolFor(entries.length),
  );
  return new Set(rows.map(({ id }) => id));
}

import type { ReportedSend } from '#core/intake/registration-store';
import type { Instant } from '#core/time/instant';

import { instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { staffKindsSql } from '../outbox/staff-kinds.js';
import { receiptRank } from './apply-receipts.js';

/** The receipts are written already: one that is outweighed by a better one reopens nothing. */
export async function reopenAlerts(
  session: SqlSession,
  failures: readonly ReportedSend[],
  at: Instant,
): Promise<void> {
  if (failures.length === 0) return;
  const rows = await session.rows<{ readonly id: string }>(
    'SELECT o.id FROM delivery_attempt a JOIN outbox_entry o ON o.id = a.outboxId ' +
      'JOIN delivery_receipt d ON d.channelAccountId = o.channelAccountId AND d.providerId = a.providerId ' +
      `WHERE a.providerId IN (${placeholders(failures.length)}) ` +
      `AND o.kind IN (${staffKindsSql}) AND d.status = ${receiptRank.failed}`,
    failures.map(({ providerId }) => Buffer.from(providerId, 'utf8')),
    session.protocolFor(failures.length),
  );
  if (rows.length === 0) return;
  await session.run(
    "UPDATE alert SET state = 'open', lookAt = ? " +
      `WHERE outboxId IN (${placeholders(rows.length)}) AND state IN ('open', 'sent')`,
    [instantText(at), ...rows.map(({ id }) => id)],
    session.protocolFor(rows.length),
  );
}

import type { Settlement } from '#core/delivery/outbox';
import type { OutboxEntryId } from '#core/identity/ids';
import type { TurnedAway } from '#core/intake/registration-store';
import type { Refusal } from '#core/ladder/refusal';

import { instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { receiptRank } from '../registration/apply-receipts.js';

/** What a person wrote to the citizen: automatic texts that are turned away are let go. */
export const isAnswerSql = "kind = 'reply' AND messageId IS NOT NULL";

/** Answers that look for another way from now on; each does once, whatever else is said about it. */
export async function turnAway(session: SqlSession, rows: readonly TurnedAway[]): Promise<void> {
  for (const { entryId, refusal, at } of rows) {
    await session.run(
      `UPDATE outbox_entry SET refusal = ?, ladderAt = ? WHERE id = ? AND refusal IS NULL AND ${isAnswerSql}`,
      [refusal, instantText(at), entryId],
    );
  }
}

/** Answers that a provider took after it had reported that it cannot deliver them. */
export async function turnAwayFailed(
  session: SqlSession,
  failed: readonly Settlement[],
): Promise<void> {
  if (failed.length === 0) return;
  const rows = await session.rows<{ readonly id: OutboxEntryId; readonly refusal: Refusal | null }>(
    'SELECT a.outboxId AS id, MAX(d.refusal) AS refusal FROM delivery_attempt a ' +
      'JOIN outbox_entry o ON o.id = a.outboxId ' +
      'JOIN delivery_receipt d ON d.channelAccountId = o.channelAccountId AND d.providerId = a.providerId ' +
      `WHERE a.outboxId IN (${placeholders(failed.length)}) AND d.status = ${receiptRank.failed} GROUP BY a.outboxId`,
    failed.map(({ entryId }) => entryId),
    session.protocolFor(failed.length),
  );
  const refusals = new Map(rows.map(({ id, refusal }) => [id, refusal]));
  await turnAway(
    session,
    failed.map(({ entryId, endedAt: at }) => ({
      ...{ entryId, at },
      refusal: refusals.get(entryId) ?? 'not-delivered',
    })),
  );
}

/** A person's answer was taken: what could not be delivered before needs nobody's work any more. */
export async function forgetUndelivered(
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<void> {
  const requests = [...new Set(settlements.flatMap(({ meets }) => meets?.requestId ?? []))];
  if (requests.length === 0) return;
  await session.run(
    `DELETE FROM undelivered WHERE requestId IN (${placeholders(requests.length)})`,
    requests,
    session.protocolFor(requests.length),
  );
}

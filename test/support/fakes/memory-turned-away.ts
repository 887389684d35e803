import type { TurnedAway } from '#core/intake/registration-store';
import { refusalBy } from '#core/ladder/refusal';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import type { OutboxRow } from './memory-rows.js';

/** Answers that look for another way from now on; each does once. */
export function turnAwayRows(database: MemoryDatabase, rows: readonly TurnedAway[]): void {
  for (const { entryId, refusal, at } of rows) {
    const row = database.outbox.get(entryId);
    const isAnswer = row?.kind === 'reply' && row.messageId !== null;
    if (isAnswer && row.refusal === null) {
      database.outbox.update(entryId, { refusal, ladderAt: at });
    }
  }
}

/** A provider took it after it had reported that it cannot deliver it. */
export function turnAwayFailed(database: MemoryDatabase, entry: OutboxRow, at: Instant): void {
  const report = database.receipts
    .all()
    .findLast(
      ({ channelAccountId, receipt }) =>
        channelAccountId === entry.channelAccountId && receipt.providerId === entry.providerId,
    );
  const refusal = report === undefined ? null : refusalBy(report.receipt);
  turnAwayRows(database, [{ entryId: entry.id, refusal: refusal ?? 'not-delivered', at }]);
}

import { outboxState } from '#core/delivery/outbox';
import type { ContactPointId, OutboxEntryId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import { instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { isAnswerSql } from '../outbox/turn-away.js';

/** An answer looks for another way; an automatic text is let go. */
const withdrawn =
  `state = ${outboxState.withdrawn}, reason = 'opted-out', ` +
  `refusal = CASE WHEN ${isAnswerSql} THEN 'opted-out' ELSE refusal END, ` +
  `ladderAt = CASE WHEN ${isAnswerSql} THEN ? ELSE ladderAt END`;

/** As `isOptedOut` says it; only the words of consent themselves are answered all the same. */
const isOptedOutSql =
  'answersConsent = 0 AND EXISTS (SELECT 1 FROM opt_out x WHERE x.contactPointId = outbox_entry.contactPointId ' +
  "AND (x.scope = 'everything' OR x.channelAccountId = outbox_entry.channelAccountId OR x.requestId = outbox_entry.requestId))";

/** Takes back what waits for this address and must not leave any more. */
export async function withdrawOptedOut(
  session: SqlSession,
  contactPointId: ContactPointId,
  at: Instant,
): Promise<void> {
  await session.run(
    `UPDATE outbox_entry SET ${withdrawn} WHERE contactPointId = ? ` +
      `AND state = ${outboxState.waiting} AND ${isOptedOutSql}`,
    [instantText(at), contactPointId],
  );
}

/** The same for entries that are locked already. */
export async function withdrawEntries(
  session: SqlSession,
  ids: readonly OutboxEntryId[],
  at: Instant,
): Promise<void> {
  await session.run(
    `UPDATE outbox_entry SET ${withdrawn} WHERE id IN (${placeholders(ids.length)})`,
    [instantText(at), ...ids],
    session.protocolFor(ids.length),
  );
}

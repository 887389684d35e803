import type { UnknownDelivery } from '#core/delivery/outbox';

import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';

/** Which of these ids of a provider stand at the attempts of other entries of the account. */
export async function namedByOthers(
  session: SqlSession,
  { entryId, channelAccountId }: Pick<UnknownDelivery, 'entryId' | 'channelAccountId'>,
  providerIds: readonly string[],
): Promise<readonly string[]> {
  if (providerIds.length === 0) return [];
  const rows = await session.rows<{ readonly providerId: Buffer }>(
    'SELECT a.providerId FROM delivery_attempt a JOIN outbox_entry o ON o.id = a.outboxId ' +
      `WHERE a.providerId IN (${placeholders(providerIds.length)}) AND o.channelAccountId = ? AND o.id <> ?`,
    [...providerIds.map((id) => Buffer.from(id, 'utf8')), channelAccountId, entryId],
    session.protocolFor(providerIds.length),
  );
  return rows.map(({ providerId }) => providerId.toString('utf8'));
}

import type { NewConsentEntry } from '#core/consent/consent-entry';
import { isOptedOut } from '#core/consent/opt-out';
import type { Settlement } from '#core/delivery/outbox';
import type {
  ChannelAccountId,
  ConsentEntryId,
  ContactPointId,
  ServiceRequestId,
} from '#core/identity/ids';

import type { SqlSession } from '../../sql/sql-session.js';
import { readOptOuts } from './opt-out-rows.js';
import { writeConsent } from './write-consent.js';

interface RefusedRow {
  readonly attemptId: ConsentEntryId;
  readonly contactPointId: ContactPointId;
  readonly channelAccountId: ChannelAccountId;
  readonly requestId: ServiceRequestId | null;
}

/** A provider that refuses an address for its opt-out is believed as if the citizen had said so, once. */
export async function recordProviderOptOuts(
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<void> {
  for (const settlement of settlements) {
    if (settlement.optedOut !== true) continue;
    const refused = await readRefused(session, settlement);
    if (refused === null) continue;
    const optOuts = await readOptOuts(session, [refused.contactPointId]);
    if (!isOptedOut(optOuts, refused)) await writeConsent(session, [entryOf(refused, settlement)]);
  }
}

/** What went to people of the town has no address of a citizen. */
async function readRefused(
  session: SqlSession,
  { entryId, attempt }: Settlement,
): Promise<RefusedRow | null> {
  const [row] = await session.rows<RefusedRow>(
    'SELECT a.id AS attemptId, o.contactPointId, o.channelAccountId, o.requestId FROM outbox_entry o ' +
      'JOIN delivery_attempt a ON a.outboxId = o.id AND a.number = ? ' +
      'WHERE o.id = ? AND o.contactPointId IS NOT NULL',
    [attempt, entryId],
  );
  return row ?? null;
}

/** Named after the attempt: one attempt is refused once. */
function entryOf(row: RefusedRow, { reason, endedAt }: Settlement): NewConsentEntry {
  const { attemptId: id, contactPointId, channelAccountId, requestId } = row;
  return {
    ...{ id, contactPointId, channelAccountId, requestId, action: 'opted-out', scope: 'channel' },
    ...{ source: 'provider', words: reason, messageId: null, envelopeId: null, staffId: null },
    recordedAt: endedAt,
  };
}

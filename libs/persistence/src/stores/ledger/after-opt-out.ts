import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '#core/identity/ids';
import { leftAfterOptOut } from '#core/ledger/after-opt-out';
import type { LedgerFinding } from '#core/ledger/ledger-finding';

import { instantOf } from '../../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { readConsentEntries } from '../consent/consent-store.js';
import { windowsOf } from './windows.js';

interface AttemptRow {
  readonly id: string;
  readonly contactPointId: ContactPointId;
  readonly requestId: ServiceRequestId | null;
  readonly channelAccountId: ChannelAccountId;
  readonly startedAt: string;
}

/** Attempts for addresses that had said something before: few, and each is judged by the core. */
const attemptsSql =
  'SELECT t.id, t.contactPointId, t.requestId, t.channelAccountId, a.startedAt FROM outbox_entry t ' +
  'JOIN delivery_attempt a ON a.outboxId = t.id ' +
  'WHERE t.id > ? AND t.id <= ? AND t.contactPointId IS NOT NULL AND t.answersConsent = 0 ' +
  'AND EXISTS (SELECT 1 FROM consent_entry e WHERE e.contactPointId = t.contactPointId ' +
  "AND e.action IN ('opted-out', 'guessed') AND e.recordedAt < a.startedAt) ORDER BY t.id";

/** Texts that left for an address after its citizen had ended them. */
export async function* textsAfterOptOut(database: SqlDatabase): AsyncGenerator<LedgerFinding> {
  for await (const { after, last } of windowsOf<string>(database, 'outbox_entry', '')) {
    const found = await database.session((session) => findIn(session, [after, last]));
    for (const id of found) {
      const detail = 'left for an address that had opted out, and answers no word of consent';
      yield { rule: 'outbox-consent', subject: `outbox:${id}`, detail };
    }
  }
}

async function findIn(
  session: SqlSession,
  window: readonly [after: string, last: string],
): Promise<ReadonlySet<string>> {
  const attempts = await session.rows<AttemptRow>(attemptsSql, window);
  const found = new Set<string>();
  for (const { id, startedAt, ...attempt } of attempts) {
    const consent = await readConsentEntries(session, attempt.contactPointId);
    if (leftAfterOptOut({ ...attempt, startedAt: instantOf(startedAt) }, consent)) found.add(id);
  }
  return found;
}

import { endsOptOut, type NewConsentEntry, optOutOf } from '#core/consent/consent-entry';
import {
  type ConsentScope,
  type ConsentSource,
  type OptOut,
  scopeKeyOf,
} from '#core/consent/opt-out';
import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '#core/identity/ids';

import { optOutTable } from '../../entities/opt-out.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantOf, instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';

interface OptOutRow {
  readonly contactPointId: ContactPointId;
  readonly scope: ConsentScope;
  readonly channelAccountId: ChannelAccountId | null;
  readonly requestId: ServiceRequestId | null;
  readonly source: ConsentSource;
  readonly optedOutAt: string;
}

/** What must not be sent to these addresses now, the oldest first. */
export async function readOptOuts(
  session: SqlSession,
  contactPointIds: readonly ContactPointId[],
): Promise<readonly OptOut[]> {
  if (contactPointIds.length === 0) return [];
  const rows = await session.rows<OptOutRow>(
    'SELECT contactPointId, scope, channelAccountId, requestId, source, optedOutAt FROM opt_out ' +
      `WHERE contactPointId IN (${placeholders(contactPointIds.length)}) ORDER BY optedOutAt, scopeKey`,
    contactPointIds,
    session.protocolFor(contactPointIds.length),
  );
  return rows.map((row) => ({ ...row, optedOutAt: instantOf(row.optedOutAt) }));
}

/** Changes the state as one ledger entry says. */
export async function applyToOptOuts(session: SqlSession, entry: NewConsentEntry): Promise<void> {
  const begun = optOutOf(entry);
  if (begun !== null) {
    await session.insert(session.dialect === 'mariadb' ? intoMariadb : intoSqlite, [
      ...[begun.contactPointId, scopeKeyOf(begun), begun.scope, begun.channelAccountId],
      ...[begun.requestId, begun.source, instantText(begun.optedOutAt)],
    ]);
    return;
  }
  if (entry.action !== 'opted-in') return;
  for (const optOut of await readOptOuts(session, [entry.contactPointId])) {
    if (!endsOptOut(entry, optOut)) continue;
    await session.run('DELETE FROM opt_out WHERE contactPointId = ? AND scopeKey = ?', [
      optOut.contactPointId,
      scopeKeyOf(optOut),
    ]);
  }
}

const columns = [
  'contactPointId',
  'scopeKey',
  'scope',
  'channelAccountId',
  'requestId',
  'source',
  'optedOutAt',
] as const;
// Who says it twice has said it first.
const intoMariadb = insertInto(
  optOutTable,
  columns,
  ' ON DUPLICATE KEY UPDATE contactPointId = contactPointId',
);
const intoSqlite = insertInto(optOutTable, columns, ' ON CONFLICT DO NOTHING');

import type { EnvelopeId } from '#core/identity/ids';
import type { KeptSource, QuarantinedSource, SourceStore } from '#core/media/source-store';

import { instantOf } from '../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../sql/sql-session.js';
import { insertAudit } from './registration/record-inserts.js';

export function sourceStore(database: SqlDatabase): SourceStore {
  return {
    ofMessage: (requestId, messageId) =>
      database.session((session) => readOne(session, ofMessageSql, [messageId, requestId])),
    ofQuarantined: (id) => database.session((session) => readOne(session, ofQuarantinedSql, [id])),
    quarantined: (before, limit) =>
      database.session((session) => readQuarantined(session, before, limit)),
    noteRead: (entry) => database.session((session) => insertAudit(session, [entry])),
  };
}

const sourceColumns = 'e.id AS envelopeId, e.contentType, e.raw, e.rawSha256';

const ofMessageSql =
  `SELECT ${sourceColumns} FROM message m JOIN inbound_envelope e ON e.id = m.envelopeId ` +
  "WHERE m.id = ? AND m.requestId = ? AND m.direction = 'inbound'";

const ofQuarantinedSql =
  `SELECT ${sourceColumns} FROM quarantine q JOIN inbound_envelope e ON e.id = q.envelopeId ` +
  'WHERE q.envelopeId = ?';

async function readOne(
  session: SqlSession,
  sql: string,
  values: readonly (string | number)[],
): Promise<KeptSource | null> {
  const [row] = await session.rows<KeptSource>(sql, values);
  return row ?? null;
}

interface QuarantinedRow extends Omit<QuarantinedSource, 'receivedAt' | 'quarantinedAt'> {
  readonly receivedAt: string;
  readonly quarantinedAt: string;
}

async function readQuarantined(
  session: SqlSession,
  before: EnvelopeId | null,
  limit: number,
): Promise<readonly QuarantinedSource[]> {
  const rows = await session.rows<QuarantinedRow>(
    'SELECT q.envelopeId, e.channelAccountId, e.contentType, q.reason, e.receivedAt, q.quarantinedAt ' +
      'FROM quarantine q JOIN inbound_envelope e ON e.id = q.envelopeId ' +
      `WHERE q.envelopeId < ? ORDER BY q.envelopeId DESC LIMIT ${limit}`,
    [before ?? Number.MAX_SAFE_INTEGER],
  );
  return rows.map((row) => ({
    ...row,
    receivedAt: instantOf(row.receivedAt),
    quarantinedAt: instantOf(row.quarantinedAt),
  }));
}

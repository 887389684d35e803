import type { DedupeKey, IdentityKey } from '#core/identity/binary-key';
import type { ChannelAccountId, EnvelopeId, ServiceRequestId } from '#core/identity/ids';
import type { EnvelopeOutcome } from '#core/intake/envelope-outcome';
import type { AcceptedEnvelope, EnvelopeStore, NewEnvelope } from '#core/intake/envelope-store';

import { inboundEnvelopeTable } from '../entities/inbound-envelope.entity.js';
import { insertInto } from '../sql/insert.js';
import { instantOrNull, instantText } from '../sql/instant-text.js';
import type { SqlDatabase, SqlSession, SqlValue } from '../sql/sql-session.js';
import { noteCopies } from './note-copies.js';

export interface EnvelopeDatabases {
  /** Counts changed rows, not met ones: a duplicate counts nothing. */
  readonly accept: SqlDatabase;
  readonly general: SqlDatabase;
}

export function envelopeStore({ accept, general }: EnvelopeDatabases): EnvelopeStore {
  return {
    async insert(rows) {
      if (rows.length === 0) return { inserted: 0 };
      const write = (session: SqlSession) => insertNew(session, rows);
      // One statement commits by itself; SQLite writes row by row and needs the bracket.
      const inserted =
        accept.dialect === 'mariadb'
          ? await accept.session(write)
          : await accept.transaction(write);
      return { inserted };
    },
    insertPolled: (rows, account, cursor) =>
      accept.transaction(async (session) => {
        await insertNew(session, rows);
        await moveCursor(session, account, cursor);
      }),
    pollCursor: (account) => general.session((session) => readCursor(session, account)),
    findByDedupeKey: (key) => general.session((session) => findByDedupeKey(session, key)),
  };
}

const columns = [
  'channelAccountId',
  'dedupeKey',
  'identityKey',
  'lane',
  'providerId',
  'contentType',
  'raw',
  'rawSha256',
  'requestSha256',
  'receivedAt',
] as const;

// Not INSERT IGNORE: it would also alter over-long and missing values in silence.
const intoMariadb = insertInto(
  inboundEnvelopeTable,
  columns,
  ' ON DUPLICATE KEY UPDATE id = inbound_envelope.id',
);
const intoSqlite = insertInto(inboundEnvelopeTable, columns, ' ON CONFLICT (dedupeKey) DO NOTHING');

async function insertNew(session: SqlSession, rows: readonly NewEnvelope[]): Promise<number> {
  const inserted = await insertEnvelopes(session, rows);
  if (inserted < rows.length) await noteCopies(session, rows);
  return inserted;
}

function insertEnvelopes(session: SqlSession, rows: readonly NewEnvelope[]): Promise<number> {
  const values: SqlValue[] = [];
  for (const row of rows) {
    values.push(
      row.channelAccountId,
      row.dedupeKey,
      row.identityKey,
      row.lane,
      row.providerId === null ? null : Buffer.from(row.providerId, 'utf8'),
      row.contentType,
      row.raw,
      row.rawSha256,
      row.requestSha256,
      instantText(row.receivedAt),
    );
  }
  return session.insert(session.dialect === 'mariadb' ? intoMariadb : intoSqlite, values);
}

async function moveCursor(
  session: SqlSession,
  account: ChannelAccountId,
  cursor: string,
): Promise<void> {
  const known =
    session.dialect === 'mariadb'
      ? 'ON DUPLICATE KEY UPDATE position = VALUES(position)'
      : 'ON CONFLICT (channelAccountId) DO UPDATE SET position = excluded.position';
  await session.run(`INSERT INTO poll_cursor (channelAccountId, position) VALUES (?, ?) ${known}`, [
    account,
    cursor,
  ]);
}

async function readCursor(session: SqlSession, account: ChannelAccountId): Promise<string | null> {
  const [row] = await session.rows<{ readonly position: string }>(
    'SELECT position FROM poll_cursor WHERE channelAccountId = ?',
    [account],
  );
  return row?.position ?? null;
}

interface AcceptedRow {
  readonly id: number;
  readonly lane: number;
  readonly identityKey: Buffer;
  readonly outcome: string | null;
  readonly requestId: string | null;
  readonly number: string | null;
  readonly expectedAt: string | null;
}

async function findByDedupeKey(
  session: SqlSession,
  key: DedupeKey,
): Promise<AcceptedEnvelope | null> {
  const [row] = await session.rows<AcceptedRow>(
    'SELECT e.id, e.lane, e.identityKey, e.outcome, r.id AS requestId, r.number, r.expectedAt ' +
      'FROM inbound_envelope e LEFT JOIN service_request r ON r.id = e.requestId WHERE e.dedupeKey = ?',
    [key],
  );
  if (row === undefined) return null;
  const { requestId, number } = row;
  return {
    id: row.id as EnvelopeId,
    lane: row.lane,
    identityKey: row.identityKey as IdentityKey,
    outcome: row.outcome as EnvelopeOutcome | null,
    request:
      requestId === null || number === null
        ? null
        : {
            id: requestId as ServiceRequestId,
            number,
            expectedAt: instantOrNull(row.expectedAt),
          },
  };
}

import type { EnvelopeId } from '#core/identity/ids';
import type { NewEnvelope } from '#core/intake/envelope-store';

import { envelopeCopyTable } from '../entities/envelope-copy.entity.js';
import { insertInto } from '../sql/insert.js';
import { instantText } from '../sql/instant-text.js';
import { placeholders } from '../sql/placeholders.js';
import type { SqlSession, SqlValue } from '../sql/sql-session.js';

const columns = ['envelopeId', 'channelAccountId', 'receivedAt'] as const;
const intoMariadb = insertInto(
  envelopeCopyTable,
  columns,
  ' ON DUPLICATE KEY UPDATE envelopeId = envelope_copy.envelopeId',
);
const intoSqlite = insertInto(envelopeCopyTable, columns, ' ON CONFLICT DO NOTHING');

/**
 * Notes which of these rows stand under the key of an envelope that came to another account. A
 * provider that repeats itself at one account leaves no note.
 */
export async function noteCopies(session: SqlSession, rows: readonly NewEnvelope[]): Promise<void> {
  const known = await session.rows<KnownRow>(
    `SELECT id, dedupeKey, channelAccountId FROM inbound_envelope WHERE dedupeKey IN (${placeholders(rows.length)})`,
    rows.map(({ dedupeKey }) => dedupeKey),
    session.protocolFor(rows.length),
  );
  const originals = new Map(known.map((row) => [row.dedupeKey.toString('hex'), row]));
  const values = rows.flatMap((row): SqlValue[] => {
    const original = originals.get(row.dedupeKey.toString('hex'));
    const isCopy = original !== undefined && original.channelAccountId !== row.channelAccountId;
    return isCopy ? [original.id, row.channelAccountId, instantText(row.receivedAt)] : [];
  });
  await session.insert(session.dialect === 'mariadb' ? intoMariadb : intoSqlite, values);
}

interface KnownRow {
  readonly id: EnvelopeId;
  readonly dedupeKey: Buffer;
  readonly channelAccountId: string;
}

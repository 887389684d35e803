import type { IdentityKey } from '#core/identity/binary-key';
import type { ChannelAccountId, EnvelopeId } from '#core/identity/ids';
import type { PendingEnvelope } from '#core/intake/registration-store';

import { instantOf } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';

/**
 * The first pending envelope of each lane: 64 seeks in the index, whatever the backlog. A GROUP BY
 * would walk every pending row as soon as the table's statistics are old.
 */
export const dirtyLanesSql =
  'SELECT l.lane, (SELECT e.id FROM inbound_envelope e FORCE INDEX (ix_envelope_pending) ' +
  'WHERE e.state = 0 AND e.lane = l.lane ORDER BY e.id LIMIT 1) AS oldest FROM intake_lane l';

/** On SQLite: the lanes of the next batch. Lanes are not locked there, so the rest can wait. */
const nextLanesSql =
  'SELECT lane, MIN(id) AS oldest FROM ' +
  '(SELECT lane, id FROM inbound_envelope WHERE state = 0 ORDER BY id LIMIT 32) GROUP BY lane';

const columns =
  'id, channelAccountId, identityKey, providerId, contentType, raw, rawSha256, receivedAt, strikes';

export async function dirtyLanes(session: SqlSession): Promise<readonly number[]> {
  const sql = session.dialect === 'mariadb' ? dirtyLanesSql : nextLanesSql;
  const rows = await session.rows<{ readonly lane: number; readonly oldest: number | null }>(sql);
  return rows
    .flatMap(({ lane, oldest }) => (oldest === null ? [] : [{ lane, oldest }]))
    .sort((one, other) => one.oldest - other.oldest)
    .map(({ lane }) => lane);
}

/** Lanes that nobody else holds. SQLite has one writer: its transaction holds all of them. */
export async function lockLanes(
  session: SqlSession,
  lanes: readonly number[],
): Promise<readonly number[]> {
  if (session.dialect === 'sqlite' || lanes.length === 0) return lanes;
  const rows = await session.rows<{ readonly lane: number }>(
    `SELECT lane FROM intake_lane WHERE lane IN (${placeholders(lanes.length)}) FOR UPDATE SKIP LOCKED`,
    lanes,
  );
  return rows.map(({ lane }) => lane);
}

/** A fair share of each lane, so that a hot one cannot starve the others; a lone one gets all. */
export async function readPending(
  session: SqlSession,
  lanes: readonly number[],
  limit: number,
): Promise<readonly PendingEnvelope[]> {
  if (lanes.length === 0) return [];
  if (session.dialect === 'sqlite') {
    const sql = `SELECT ${columns} FROM inbound_envelope WHERE state = 0 ORDER BY id LIMIT ${limit}`;
    return (await session.rows<PendingRow>(sql)).map(pendingOf);
  }
  const share = Math.max(1, Math.floor(limit / lanes.length));
  const rows = await session.rows<PendingRow>(pendingSql(lanes.length, share), lanes);
  return rows.map(pendingOf).toSorted((one, other) => one.id - other.id);
}

export function pendingSql(lanes: number, share: number): string {
  const lane = `(SELECT ${columns} FROM inbound_envelope WHERE state = 0 AND lane = ? ORDER BY id LIMIT ${share})`;
  return Array.from({ length: lanes }, () => lane).join(' UNION ALL ');
}

interface PendingRow {
  readonly id: number;
  readonly channelAccountId: string;
  readonly identityKey: Buffer;
  readonly providerId: Buffer | null;
  readonly contentType: string;
  readonly raw: Buffer | null;
  readonly rawSha256: Buffer;
  readonly receivedAt: string;
  readonly strikes: number;
}

function pendingOf(row: PendingRow): PendingEnvelope {
  return {
    id: row.id as EnvelopeId,
    channelAccountId: row.channelAccountId as ChannelAccountId,
    identityKey: row.identityKey as IdentityKey,
    providerId: row.providerId?.toString('utf8') ?? null,
    contentType: row.contentType,
    raw: row.raw,
    rawSha256: row.rawSha256,
    receivedAt: instantOf(row.receivedAt),
    strikes: row.strikes,
  };
}

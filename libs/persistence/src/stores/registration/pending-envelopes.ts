import type { IdentityKey } from '#core/identity/binary-key';
import type { ChannelAccountId, EnvelopeId } from '#core/identity/ids';
import type { PeekedEnvelope, PendingEnvelope } from '#core/intake/registration-store';

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

const peekedColumns = 'id, channelAccountId, identityKey';
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
  return (await pendingRows<PendingRow>(session, lanes, { limit, columns })).map(pendingOf);
}

/** Without the bytes, which are read once for being parsed and once for being registered. */
export async function peekPending(
  session: SqlSession,
  lanes: readonly number[],
  limit: number,
): Promise<readonly PeekedEnvelope[]> {
  const peeked = { limit, columns: peekedColumns };
  const rows = await pendingRows<PeekedRow>(session, lanes, peeked);
  return rows.map(peekedOf);
}

export async function readEnvelopes(
  session: SqlSession,
  ids: readonly EnvelopeId[],
): Promise<readonly PendingEnvelope[]> {
  if (ids.length === 0) return [];
  const rows = await session.rows<PendingRow>(
    `SELECT ${columns} FROM inbound_envelope WHERE id IN (${placeholders(ids.length)})`,
    ids,
    session.protocolFor(ids.length),
  );
  return rows.map(pendingOf);
}

async function pendingRows<Row extends PeekedRow>(
  session: SqlSession,
  lanes: readonly number[],
  { limit, columns: read }: { readonly limit: number; readonly columns: string },
): Promise<readonly Row[]> {
  if (lanes.length === 0) return [];
  if (session.dialect === 'sqlite') {
    const sql = `SELECT ${read} FROM inbound_envelope WHERE state = 0 ORDER BY id LIMIT ${limit}`;
    return session.rows<Row>(sql);
  }
  const share = Math.max(1, Math.floor(limit / lanes.length));
  const rows = await session.rows<Row>(pendingSql(lanes.length, share, read), lanes);
  return rows.toSorted((one, other) => one.id - other.id);
}

export function pendingSql(lanes: number, share: number, read = columns): string {
  const lane = `(SELECT ${read} FROM inbound_envelope WHERE state = 0 AND lane = ? ORDER BY id LIMIT ${share})`;
  return Array.from({ length: lanes }, () => lane).join(' UNION ALL ');
}

interface PeekedRow {
  readonly id: number;
  readonly channelAccountId: string;
  readonly identityKey: Buffer;
}

interface PendingRow extends PeekedRow {
  readonly providerId: Buffer | null;
  readonly contentType: string;
  readonly raw: Buffer | null;
  readonly rawSha256: Buffer;
  readonly receivedAt: string;
  readonly strikes: number;
}

function pendingOf(row: PendingRow): PendingEnvelope {
  return {
    ...peekedOf(row),
    providerId: row.providerId?.toString('utf8') ?? null,
    contentType: row.contentType,
    raw: row.raw,
    rawSha256: row.rawSha256,
    receivedAt: instantOf(row.receivedAt),
    strikes: row.strikes,
  };
}

function peekedOf({ id, channelAccountId, identityKey }: PeekedRow): PeekedEnvelope {
  return {
    id: id as EnvelopeId,
    channelAccountId: channelAccountId as ChannelAccountId,
    identityKey: identityKey as IdentityKey,
  };
}

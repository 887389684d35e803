import type { ChannelAccountId } from '#core/identity/ids';
import type { CountedPage, CountTerms } from '#core/silence/arrival-store';
import { hourOf, KEPT_MS, STOOD_STILL_MS } from '#core/silence/keep-arrivals';
import { addMilliseconds, type Instant } from '#core/time/instant';

import { instantOf, instantOrNull, instantText } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { addArrivals, type PageGroup } from './add-arrivals.js';

/** One page of what is noted and settled; when all of it is counted, the newest number is noted anew. */
export async function countArrivals(
  session: SqlSession,
  { now, settleMs, limit }: CountTerms,
): Promise<CountedPage> {
  const cursor = await takeCursor(session);
  if (cursor === null) return nothing;
  const { countedId, notedId, notedAt } = cursor;
  if (notedAt === null) {
    await begin(session, now);
    return nothing;
  }
  if (now < addMilliseconds(notedAt, settleMs)) return nothing;
  const groups = await readPage(session, { countedId, notedId, limit });
  const counted = groups.reduce((sum, { arrivals }) => sum + arrivals, 0);
  const heardAgain = await addArrivals(session, groups);
  if (counted === limit) {
    const lastId = Math.max(...groups.map(({ lastId: id }) => id));
    await session.run('UPDATE arrival_cursor SET countedId = ?', [lastId]);
    return { counted, more: true, heardAgain };
  }
  await finish(session, { ...cursor, notedAt }, now);
  return { counted, more: false, heardAgain };
}

const nothing: CountedPage = { counted: 0, more: false, heardAgain: [] };

interface Cursor {
  readonly countedId: number;
  readonly notedId: number;
  readonly notedAt: Instant | null;
  readonly countedUntilAt: Instant | null;
}

interface CursorRow {
  readonly countedId: number;
  readonly notedId: number;
  readonly notedAt: string | null;
  readonly countedUntilAt: string | null;
}

/** Null when a colleague counts at this moment. */
async function takeCursor(session: SqlSession): Promise<Cursor | null> {
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE SKIP LOCKED' : '';
  const [row] = await session.rows<CursorRow>(
    `SELECT countedId, notedId, notedAt, countedUntilAt FROM arrival_cursor${lock}`,
  );
  if (row === undefined) return null;
  const { notedAt, countedUntilAt, ...ids } = row;
  return { ...ids, notedAt: instantOrNull(notedAt), countedUntilAt: instantOrNull(countedUntilAt) };
}

/** A town that was at work before counts what is kept, not its years. */
async function begin(session: SqlSession, now: Instant): Promise<void> {
  const notedId = await newestId(session);
  const countedId = await lastIdBefore(session, addMilliseconds(now, -KEPT_MS), notedId);
  await session.run('UPDATE arrival_cursor SET countedId = ?, notedId = ?, notedAt = ?', [
    countedId,
    notedId,
    instantText(now),
  ]);
}

async function finish(
  session: SqlSession,
  { notedId, notedAt, countedUntilAt }: Cursor & { readonly notedAt: Instant },
  now: Instant,
): Promise<void> {
  await session.run(
    'UPDATE arrival_cursor SET countedId = ?, notedId = ?, notedAt = ?, countedUntilAt = ?',
    [notedId, await newestId(session), instantText(now), instantText(notedAt)],
  );
  if (now - notedAt >= STOOD_STILL_MS) {
    await session.run('UPDATE arrival_account SET watchedFromAt = ?', [instantText(now)]);
  }
  if (countedUntilAt === null || hourOf(notedAt) > hourOf(countedUntilAt)) {
    await forgetBefore(session, addMilliseconds(notedAt, -KEPT_MS));
  }
}

interface GroupRow {
  readonly channelAccountId: ChannelAccountId;
  readonly hourText: string;
  readonly arrivals: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly lastId: number;
}

/** A range of the primary key; what lies outside of it is not read. */
function pageSql(limit: number): string {
  return (
    'SELECT channelAccountId, SUBSTR(receivedAt, 1, 13) AS hourText, COUNT(*) AS arrivals, ' +
    'MIN(receivedAt) AS firstAt, MAX(receivedAt) AS lastAt, MAX(id) AS lastId FROM ' +
    '(SELECT id, channelAccountId, receivedAt FROM inbound_envelope ' +
    `WHERE id > ? AND id <= ? ORDER BY id LIMIT ${limit}) AS page GROUP BY channelAccountId, hourText`
  );
}

async function readPage(
  session: SqlSession,
  range: { readonly countedId: number; readonly notedId: number; readonly limit: number },
): Promise<readonly PageGroup[]> {
  const { countedId, notedId, limit } = range;
  const rows = await session.rows<GroupRow>(pageSql(limit), [countedId, notedId]);
  return rows.map(({ channelAccountId, hourText, arrivals, firstAt, lastAt, lastId }) => ({
    channelAccountId,
    hourStartAt: instantOf(hourText),
    firstAt: instantOf(firstAt),
    lastAt: instantOf(lastAt),
    arrivals,
    lastId,
  }));
}

async function newestId(session: SqlSession): Promise<number> {
  const [row] = await session.rows<{ readonly newest: number | null }>(
    'SELECT MAX(id) AS newest FROM inbound_envelope',
  );
  return row?.newest ?? 0;
}

/** By halves: numbers grow with time, and there is no index over time. */
async function lastIdBefore(session: SqlSession, at: Instant, newest: number): Promise<number> {
  let [before, after] = [0, newest + 1];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    const [row] = await session.rows<{ readonly receivedAt: string }>(
      'SELECT receivedAt FROM inbound_envelope WHERE id >= ? ORDER BY id LIMIT 1',
      [middle],
    );
    if (row !== undefined && instantOf(row.receivedAt) < at) before = middle;
    else after = middle;
  }
  return before;
}

async function forgetBefore(session: SqlSession, at: Instant): Promise<void> {
  const accounts = await session.rows<{ readonly channelAccountId: string }>(
    'SELECT channelAccountId FROM arrival_account',
  );
  for (const { channelAccountId } of accounts) {
    await session.run('DELETE FROM arrival_hour WHERE channelAccountId = ? AND hourStartAt < ?', [
      channelAccountId,
      instantText(at),
    ]);
  }
}

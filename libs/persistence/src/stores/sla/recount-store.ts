import type { ServiceRequestId, SlaClockId } from '#core/identity/ids';
import type { OpenClock, OutdatedClocks, RecountStore } from '#core/recount/recount-store';

import { placeholders } from '../../sql/placeholders.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { readOpenClocks } from './read-open-clocks.js';
import { writeRecounted } from './write-recounted.js';

export function recountStore(database: SqlDatabase): RecountStore {
  return {
    openClocks: (calendarName, pageSize) => openClocks(database, calendarName, pageSize),
    recountPage: (outdated, plan) =>
      database.transaction(async (session) => {
        const found = await findOutdated(session, outdated);
        if (found.length === 0) return 0;
        await lockRequests(session, [...new Set(found.map(({ requestId }) => requestId))]);
        const ids = await lockClocks(session, found, outdated);
        if (ids.length > 0) {
          await writeRecounted(session, plan(await readOpenClocks(session, ids)));
        }
        return found.length;
      }),
  };
}

const openStates = ['running', 'paused'] as const;

interface IndexPage {
  readonly state: (typeof openStates)[number];
  readonly calendarName: string;
  readonly calendarVersion: number;
  readonly after: string;
  readonly limit: number;
}

/** Walks the index of calendars from end to end: the next page costs the same whatever came before. */
async function* openClocks(
  database: SqlDatabase,
  calendarName: string,
  limit: number,
): AsyncGenerator<readonly OpenClock[]> {
  for (const state of openStates) {
    const versionAbove = (version: number) =>
      database.session((session) => nextVersion(session, state, calendarName, version));
    for (
      let calendarVersion = await versionAbove(-1);
      calendarVersion !== null;
      calendarVersion = await versionAbove(calendarVersion)
    ) {
      let after: string | undefined = '';
      while (after !== undefined) {
        const range: IndexPage = { state, calendarName, calendarVersion, after, limit };
        const page = await database.session((session) => readPage(session, range));
        if (page.length > 0) yield page;
        after = page.length < limit ? undefined : page.at(-1)?.clock.id;
      }
    }
  }
}

async function nextVersion(
  session: SqlSession,
  state: string,
  calendarName: string,
  above: number,
): Promise<number | null> {
  const [row] = await session.rows<{ readonly calendarVersion: number }>(
    `SELECT calendarVersion FROM sla_clock ${byCalendar(session)}WHERE state = ? AND calendarName = ? ` +
      'AND calendarVersion > ? ORDER BY calendarVersion LIMIT 1',
    [state, calendarName, above],
  );
  return row?.calendarVersion ?? null;
}

async function readPage(session: SqlSession, page: IndexPage): Promise<readonly OpenClock[]> {
  const rows = await session.rows<{ readonly id: SlaClockId }>(
    `SELECT id FROM sla_clock ${byCalendar(session)}WHERE state = ? AND calendarName = ? ` +
      'AND calendarVersion = ? AND id > ? ORDER BY id LIMIT ?',
    [page.state, page.calendarName, page.calendarVersion, page.after, page.limit],
  );
  return readOpenClocks(
    session,
    rows.map(({ id }) => id),
  );
}

interface Outdated {
  readonly id: SlaClockId;
  readonly requestId: ServiceRequestId;
}

async function findOutdated(
  session: SqlSession,
  { calendarName, calendarVersion, limit }: OutdatedClocks,
): Promise<readonly Outdated[]> {
  return session.rows<Outdated>(outdatedSql(session), [calendarName, calendarVersion, limit]);
}

/** What is left to do is a range of an index: looking when nothing is left costs a seek. */
export function outdatedSql(session: Pick<SqlSession, 'dialect'>): string {
  return (
    `SELECT id, requestId FROM sla_clock ${byCalendar(session)}WHERE state IN ('running', 'paused') ` +
    'AND calendarName = ? AND calendarVersion < ? LIMIT ?'
  );
}

/** Stale statistics must not make it walk every clock that there ever was. */
function byCalendar({ dialect }: Pick<SqlSession, 'dialect'>): string {
  return dialect === 'mariadb' ? 'FORCE INDEX (ix_clock_calendar) ' : '';
}

/** As everybody who changes clocks of several requests: the requests first, in the order of their ids. */
async function lockRequests(session: SqlSession, ids: readonly string[]): Promise<void> {
  if (session.dialect === 'sqlite') return;
  await session.rows(
    `SELECT id FROM service_request WHERE id IN (${placeholders(ids.length)}) ORDER BY id FOR UPDATE`,
    ids,
    session.protocolFor(ids.length),
  );
}

/** Those that are still open and outdated once nobody else can change them. */
async function lockClocks(
  session: SqlSession,
  found: readonly Outdated[],
  { calendarVersion }: OutdatedClocks,
): Promise<readonly SlaClockId[]> {
  if (session.dialect === 'sqlite') return found.map(({ id }) => id);
  const rows = await session.rows<{ readonly id: SlaClockId }>(
    `SELECT id FROM sla_clock WHERE id IN (${placeholders(found.length)}) ` +
      "AND state IN ('running', 'paused') AND calendarVersion < ? ORDER BY id FOR UPDATE",
    [...found.map(({ id }) => id), calendarVersion],
    session.protocolFor(found.length),
  );
  return rows.map(({ id }) => id);
}

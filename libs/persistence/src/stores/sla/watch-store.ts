import type { RequestStatus } from '#core/request/status';
import type { Instant } from '#core/time/instant';
import type { DueClock, SlaNotice, WatchOutcome, WatchStore } from '#core/watch/watch-store';

import { slaNoticeTable } from '../../entities/sla-notice.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantOf, instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { addAlerts, readAddressees } from '../alert-store.js';
import { insertSegments } from '../registration/clock-inserts.js';
import { annulNotices } from './annul-notices.js';
import { clockColumns, type ClockRow, slaClockOf } from './clock-row.js';
import { updateClocks } from './update-clocks.js';

export function watchStore(database: SqlDatabase): WatchStore {
  return {
    watch: (now, limit, decide) =>
      database.transaction(async (session) => {
        const due = await takeDue(session, now, limit);
        if (due.length === 0) return 0;
        await write(session, decide(due, await readAddressees(session)));
        return due.length;
      }),
    beat: (name, at) => database.transaction((session) => beat(session, name, at)),
    pulses: () => database.session(readPulses),
  };
}

/** A range of the index over the next steps: clocks that are not due cost nothing. */
export function takeDueSql(dialect: SqlSession['dialect'], limit: number): string {
  return (
    `SELECT id FROM sla_clock WHERE nextStepAt <= ? ORDER BY nextStepAt, id LIMIT ${limit}` +
    (dialect === 'mariadb' ? ' FOR UPDATE SKIP LOCKED' : '')
  );
}

interface DueRow extends ClockRow {
  readonly number: string;
  readonly subject: string;
  readonly status: RequestStatus;
}

async function takeDue(
  session: SqlSession,
  now: Instant,
  limit: number,
): Promise<readonly DueClock[]> {
  const taken = await session.rows<{ readonly id: string }>(takeDueSql(session.dialect, limit), [
    instantText(now),
  ]);
  if (taken.length === 0) return [];
  const rows = await session.rows<DueRow>(
    `SELECT ${clockColumns('c')}, r.number, r.subject, r.status FROM sla_clock c ` +
      `JOIN service_request r ON r.id = c.requestId WHERE c.id IN (${placeholders(taken.length)}) ` +
      'ORDER BY c.nextStepAt, c.id',
    taken.map(({ id }) => id),
    session.protocolFor(taken.length),
  );
  return rows.map((row) => ({
    clock: slaClockOf(row),
    request: { number: row.number, subject: row.subject, status: row.status },
  }));
}

async function write(session: SqlSession, outcome: WatchOutcome): Promise<void> {
  await updateClocks(session, outcome.clocks);
  await insertSegments(session, outcome.segments);
  await annulNotices(session, outcome.segments);
  await session.insert(intoNotices[session.dialect], outcome.notices.flatMap(noticeValues));
  await addAlerts(session, outcome.alerts);
}

const noticeColumns = ['clockId', 'level', 'dueAt', 'kind', 'noticedAt'] as const;
/** What was annulled and is late again after all is noticed again, in its row. */
const intoNotices = {
  mariadb: insertInto(
    slaNoticeTable,
    noticeColumns,
    ' ON DUPLICATE KEY UPDATE noticedAt = VALUES(noticedAt), annulledAt = NULL',
  ),
  sqlite: insertInto(
    slaNoticeTable,
    noticeColumns,
    ' ON CONFLICT (clockId, level, dueAt) DO UPDATE SET noticedAt = excluded.noticedAt, annulledAt = NULL',
  ),
};

function noticeValues({ clockId, level, dueAt, kind, noticedAt }: SlaNotice) {
  return [clockId, level, instantText(dueAt), kind, instantText(noticedAt)];
}

async function beat(session: SqlSession, name: string, at: Instant): Promise<void> {
  const known = await session.run('UPDATE pulse SET beatAt = ? WHERE name = ?', [
    instantText(at),
    name,
  ]);
  if (known > 0) return;
  const ignore =
    session.dialect === 'mariadb' ? 'ON DUPLICATE KEY UPDATE beatAt = VALUES(beatAt)' : '';
  await session.run(`INSERT INTO pulse (name, beatAt) VALUES (?, ?) ${ignore}`, [
    name,
    instantText(at),
  ]);
}

async function readPulses(session: SqlSession): ReturnType<WatchStore['pulses']> {
  const rows = await session.rows<{ readonly name: string; readonly beatAt: string }>(
    'SELECT name, beatAt FROM pulse ORDER BY name',
  );
  return rows.map(({ name, beatAt }) => ({ name, beatAt: instantOf(beatAt) }));
}

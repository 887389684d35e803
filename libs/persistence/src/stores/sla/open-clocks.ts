import type { ServiceRequestId } from '#core/identity/ids';
import type { WrittenClocks } from '#core/request/request-store';
import type { SlaClock } from '#core/sla/sla-clock';

import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { moveDeadline } from '../emergency/move-deadline.js';
import { insertClocks, insertSegments } from '../registration/clock-inserts.js';
import { annulNotices } from './annul-notices.js';
import { clockColumns, type ClockRow, slaClockOf } from './clock-row.js';
import { updateClocks } from './update-clocks.js';

/** Clocks of requests that wait for the citizen. */
export async function findPausedClocks(
  session: SqlSession,
  ids: readonly ServiceRequestId[],
): Promise<readonly SlaClock[]> {
  return lockedClocks(session, ids, "AND c.state = 'paused'");
}

/** All clocks of a locked request, so that the watch does not change them meanwhile. */
export function lockClocks(
  session: SqlSession,
  id: ServiceRequestId,
): Promise<readonly SlaClock[]> {
  return lockedClocks(session, [id], '');
}

/** What became of a locked request's clocks; its next deadline follows. */
export async function writeClocks(
  session: SqlSession,
  id: ServiceRequestId,
  { changed, started }: WrittenClocks,
): Promise<void> {
  await updateClocks(
    session,
    changed.map(({ clock }) => clock),
  );
  await insertClocks(
    session,
    started.map(({ clock }) => clock),
  );
  const segments = changed.flatMap((change) => change.segments);
  await insertSegments(session, [...segments, ...started.map(({ segment }) => segment)]);
  await annulNotices(session, segments);
  await moveDeadline(session, id);
}

async function lockedClocks(
  session: SqlSession,
  ids: readonly ServiceRequestId[],
  condition: string,
): Promise<readonly SlaClock[]> {
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const rows = await session.rows<ClockRow>(
    `SELECT ${clockColumns('c')} FROM sla_clock c WHERE c.requestId IN (${placeholders(ids.length)}) ` +
      `${condition} ORDER BY c.id${lock}`,
    ids,
    session.protocolFor(ids.length),
  );
  return rows.map(slaClockOf);
}

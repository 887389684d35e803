import type { ServiceRequestId } from '#core/identity/ids';
import type { RecountedPage } from '#core/recount/recount-store';
import { isClosed, type RequestStatus } from '#core/request/status';
import { streamKeyOf } from '#core/request/stream-key';

import { instantOrNull, instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';
import { insertSegments } from '../registration/clock-inserts.js';
import { insertAudit, insertOutbox } from '../registration/record-inserts.js';
import { annulNotices } from './annul-notices.js';
import { updateClocks } from './update-clocks.js';

/** A page of recounted clocks whose rows and requests are locked. */
export async function writeRecounted(session: SqlSession, page: RecountedPage): Promise<void> {
  await updateClocks(session, page.clocks);
  await insertSegments(session, page.segments);
  await annulNotices(session, page.segments);
  await moveRequests(session, page);
  await insertOutbox(session, page.messages);
  await insertAudit(session, [page.audit]);
}

interface RequestRow {
  readonly id: ServiceRequestId;
  readonly status: RequestStatus;
  readonly nextDeadlineAt: string | null;
  readonly expectedAt: string | null;
  /** The earliest of its clocks that run. */
  readonly dueAt: string | null;
}

/** Where the requests stand in the stream, and what they promise. */
async function moveRequests(
  session: SqlSession,
  { clocks, promises }: RecountedPage,
): Promise<void> {
  const ids = [...new Set(clocks.map(({ requestId }) => requestId))];
  const rows = await session.rows<RequestRow>(
    'SELECT r.id, r.status, r.nextDeadlineAt, r.expectedAt, ' +
      "(SELECT MIN(c.dueAt) FROM sla_clock c WHERE c.requestId = r.id AND c.state = 'running') AS dueAt " +
      `FROM service_request r WHERE r.id IN (${placeholders(ids.length)})`,
    ids,
    session.protocolFor(ids.length),
  );
  const promised = new Map(promises.map(({ requestId, expectedAt }) => [requestId, expectedAt]));
  const moved = rows.filter((row) => row.dueAt !== row.nextDeadlineAt || promised.has(row.id));
  await updateRequests(
    session,
    moved.map((row) => {
      const expectedAt = promised.get(row.id);
      const expected = expectedAt === undefined ? row.expectedAt : instantText(expectedAt);
      return [row.dueAt, streamKey(row), expected, row.id];
    }),
  );
}

/** Closed requests are in no stream. */
function streamKey({ id, status, dueAt }: RequestRow): string | null {
  return isClosed(status) ? null : streamKeyOf(id, instantOrNull(dueAt));
}

type RequestValues = readonly [SqlValue, SqlValue, SqlValue, SqlValue];

async function updateRequests(session: SqlSession, rows: readonly RequestValues[]): Promise<void> {
  if (rows.length === 0) return;
  if (session.dialect === 'sqlite') {
    const sql =
      'UPDATE service_request SET nextDeadlineAt = ?, streamKey = ?, expectedAt = ? WHERE id = ?';
    for (const row of rows) await session.run(sql, row);
    return;
  }
  const update =
    'SELECT ? AS nextDeadlineAt, ? AS streamKey, ? AS expectedAt, CONVERT(? USING ascii) COLLATE ascii_bin AS id';
  await session.run(
    'UPDATE service_request r ' +
      `JOIN (${rows.map(() => update).join(' UNION ALL ')}) u ON u.id = r.id ` +
      'SET r.nextDeadlineAt = u.nextDeadlineAt, r.streamKey = u.streamKey, r.expectedAt = u.expectedAt',
    rows.flat(),
    session.protocolFor(rows.length),
  );
}

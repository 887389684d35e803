import type { ServiceRequestId } from '#core/identity/ids';
import { isClosed, type RequestStatus } from '#core/request/status';
import { streamKeyOf } from '#core/request/stream-key';

import { instantOrNull } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';

/** A locked request's next deadline is the earliest of its clocks that run; closed ones are in no stream. */
export async function moveDeadline(session: SqlSession, id: ServiceRequestId): Promise<void> {
  const [row] = await session.rows<{
    readonly status: RequestStatus;
    readonly dueAt: string | null;
  }>(
    "SELECT r.status, (SELECT MIN(c.dueAt) FROM sla_clock c WHERE c.requestId = r.id AND c.state = 'running') " +
      'AS dueAt FROM service_request r WHERE r.id = ?',
    [id],
  );
  if (row === undefined) return;
  const { status, dueAt } = row;
  await session.run('UPDATE service_request SET nextDeadlineAt = ?, streamKey = ? WHERE id = ?', [
    dueAt,
    isClosed(status) ? null : streamKeyOf(id, instantOrNull(dueAt)),
    id,
  ]);
}

import type { Settlement } from '#core/delivery/outbox';
import type { ServiceRequestId, SlaClockId } from '#core/identity/ids';
import { isClosed, type RequestStatus } from '#core/request/status';
import { streamKeyOf } from '#core/request/stream-key';
import { earliest } from '#core/time/instant';

import { instantOf, instantText, instantTextOrNull } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { insertSegments } from '../registration/clock-inserts.js';

type Meeting = Settlement & { readonly meets: NonNullable<Settlement['meets']> };

export async function lockMetRequests(
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<void> {
  if (session.dialect === 'sqlite') return;
  const ids = metRequests(settlements);
  if (ids.length === 0) return;
  await session.rows(
    `SELECT id FROM service_request WHERE id IN (${placeholders(ids.length)}) ORDER BY id FOR UPDATE`,
    ids,
    session.protocolFor(ids.length),
  );
}

/** A person's answer was accepted: response clocks that were started before it was written are met. */
export async function meetClocks(
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<void> {
  const meetings = settlements.filter(
    (settlement): settlement is Meeting => settlement.meets !== null,
  );
  if (meetings.length === 0) return;
  let running = await readRunning(session, metRequests(meetings));
  for (const meeting of meetings) {
    const met = running.filter((clock) => isMet(clock, meeting));
    if (met.length === 0) continue;
    await writeMet(session, met, meeting);
    running = running.filter((clock) => !met.includes(clock));
  }
  await moveDeadlines(session, metRequests(meetings), running);
}

interface RunningClock {
  readonly id: SlaClockId;
  readonly requestId: ServiceRequestId;
  readonly kind: string;
  readonly dueAt: string;
  readonly createdAt: string;
}

function metRequests(settlements: readonly Settlement[]): readonly ServiceRequestId[] {
  return [...new Set(settlements.flatMap(({ meets }) => meets?.requestId ?? []))].toSorted();
}

function readRunning(
  session: SqlSession,
  requests: readonly ServiceRequestId[],
): Promise<readonly RunningClock[]> {
  return session.rows<RunningClock>(
    `SELECT id, requestId, kind, dueAt, createdAt FROM sla_clock WHERE requestId IN (${placeholders(requests.length)}) AND state = 'running'`,
    requests,
    session.protocolFor(requests.length),
  );
}

function isMet(clock: RunningClock, { meets }: Meeting): boolean {
  const answers = clock.kind === 'first_response' || clock.kind === 'next_response';
  return (
    answers && clock.requestId === meets.requestId && instantOf(clock.createdAt) <= meets.writtenAt
  );
}

/** One that was met too late, or that was called late wrongly, is judged by the watch at once. */
const lateLook = 'CASE WHEN dueAt < ? OR breachedAt IS NOT NULL THEN ? ELSE NULL END';

async function writeMet(
  session: SqlSession,
  clocks: readonly RunningClock[],
  meeting: Meeting,
): Promise<void> {
  await session.run(
    `UPDATE sla_clock SET state = 'met', metAt = ?, nextStepAt = ${lateLook} WHERE id IN (${placeholders(clocks.length)})`,
    [
      ...Array.from({ length: 3 }, () => instantText(meeting.endedAt)),
      ...clocks.map(({ id }) => id),
    ],
  );
  await insertSegments(
    session,
    clocks.map(({ id, dueAt }) => ({
      clockId: id,
      kind: 'met',
      fromAt: meeting.endedAt,
      dueAt: instantOf(dueAt),
      reason: null,
      cause: `outbox:${meeting.entryId}`,
      recordedAt: meeting.endedAt,
    })),
  );
}

/** The next deadline is the earliest of the clocks that still run; closed requests are in no stream. */
async function moveDeadlines(
  session: SqlSession,
  requests: readonly ServiceRequestId[],
  running: readonly RunningClock[],
): Promise<void> {
  const rows = await session.rows<{
    readonly id: ServiceRequestId;
    readonly status: RequestStatus;
  }>(
    `SELECT id, status FROM service_request WHERE id IN (${placeholders(requests.length)})`,
    requests,
    session.protocolFor(requests.length),
  );
  for (const { id, status } of rows) {
    const due = running.filter(({ requestId }) => requestId === id);
    const deadline = earliest(due.map(({ dueAt }) => instantOf(dueAt)));
    await session.run('UPDATE service_request SET nextDeadlineAt = ?, streamKey = ? WHERE id = ?', [
      instantTextOrNull(deadline),
      isClosed(status) ? null : streamKeyOf(id, deadline),
      id,
    ]);
  }
}

import type { MessageId, OutboxEntryId, ServiceRequestId, SlaClockId } from '#core/identity/ids';
import type { ReportedSend } from '#core/intake/registration-store';
import type { QuestionArrival } from '#core/request/records';
import { isClosed, type RequestStatus } from '#core/request/status';
import type { Instant } from '#core/time/instant';

import { instantOf, instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';
import { moveDeadline } from '../emergency/move-deadline.js';
import { insertSegments } from '../registration/clock-inserts.js';

/** Questions that a provider has accepted just now and not called failed, their requests locked. */
export async function awaitAccepted(
  session: SqlSession,
  ids: readonly OutboxEntryId[],
): Promise<void> {
  if (ids.length === 0) return;
  await awaitArrived(session, `o.id IN (${placeholders(ids.length)})`, ids);
}

/** Questions among what has arrived by receipts; one that counted as accepted has been seen to. */
export async function awaitDelivered(
  session: SqlSession,
  arrived: readonly ReportedSend[],
): Promise<void> {
  if (arrived.length === 0) return;
  const providerIds = arrived.map(({ providerId }) => Buffer.from(providerId, 'utf8'));
  const named = `a.providerId IN (${placeholders(arrived.length)}) AND o.asksCitizen = 'delivered'`;
  await awaitArrived(session, named, providerIds);
}

interface QuestionRow {
  readonly id: OutboxEntryId;
  readonly requestId: ServiceRequestId;
  readonly messageId: MessageId;
  readonly asksCitizen: QuestionArrival;
  readonly createdAt: string;
  readonly acceptedAt: string;
  readonly occurredAt: string | null;
  readonly receivedAt: string | null;
}

async function awaitArrived(
  session: SqlSession,
  condition: string,
  values: readonly SqlValue[],
): Promise<void> {
  // A receipt and the answer of its provider may be written at the same moment: one must see the other.
  const lock = session.dialect === 'mariadb' ? ' LOCK IN SHARE MODE' : '';
  const rows = await session.rows<QuestionRow>(
    'SELECT o.id, o.requestId, o.messageId, o.asksCitizen, o.createdAt, a.endedAt AS acceptedAt, ' +
      'd.occurredAt, d.receivedAt FROM delivery_attempt a ' +
      'JOIN outbox_entry o ON o.id = a.outboxId AND o.asksCitizen IS NOT NULL ' +
      'LEFT JOIN delivery_receipt d ON d.channelAccountId = o.channelAccountId AND d.providerId = a.providerId ' +
      `WHERE ${condition} AND a.outcome = 1 ORDER BY o.requestId, o.id${lock}`,
    values,
    session.protocolFor(values.length),
  );
  for (const row of rows) {
    const at = arrivedAt(row);
    if (at !== null && (await stillAsked(session, row))) await pause(session, row, at);
  }
}

/** Null: not yet. A provider's clock must not say that it arrived before it was written. */
function arrivedAt(row: QuestionRow): Instant | null {
  const { asksCitizen, createdAt, acceptedAt, occurredAt, receivedAt } = row;
  switch (asksCitizen) {
    case 'accepted':
      return instantOf(acceptedAt);
    case 'delivered': {
      if (receivedAt === null) return null;
      const known = instantOf(receivedAt);
      const said = occurredAt === null ? known : instantOf(occurredAt);
      return Math.min(known, Math.max(said, instantOf(createdAt))) as Instant;
    }
  }
}

/** Ids are ordered by time, and the request's row is locked by whoever writes on it. */
async function stillAsked(session: SqlSession, question: QuestionRow): Promise<boolean> {
  const { requestId, messageId } = question;
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const [request] = await session.rows<{ readonly status: RequestStatus }>(
    `SELECT status FROM service_request WHERE id = ?${lock}`,
    [requestId],
  );
  if (request === undefined || isClosed(request.status)) return false;
  const answers = await session.rows(
    "SELECT id FROM message WHERE requestId = ? AND direction = 'inbound' AND automatic = 0 AND id > ? LIMIT 1",
    [requestId, messageId],
  );
  return answers.length === 0;
}

interface PausedRow {
  readonly id: SlaClockId;
  readonly dueAt: string;
}

/** One that was late already when the question arrived is judged by the watch at once. */
const lateLook = 'CASE WHEN dueAt < ? OR breachedAt IS NOT NULL THEN ? ELSE NULL END';

async function pause(session: SqlSession, question: QuestionRow, at: Instant): Promise<void> {
  const { id: entryId, requestId } = question;
  const pausedAt = instantText(at);
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const clocks = await session.rows<PausedRow>(
    `SELECT id, dueAt FROM sla_clock WHERE requestId = ? AND kind = 'resolution' AND state = 'running'${lock}`,
    [requestId],
  );
  for (const { id } of clocks) {
    await session.run(
      `UPDATE sla_clock SET state = 'paused', pausedAt = ?, nextStepAt = ${lateLook} WHERE id = ?`,
      [pausedAt, pausedAt, pausedAt, id],
    );
  }
  await insertSegments(
    session,
    clocks.map(({ id: clockId, dueAt }) => ({
      ...{ clockId, kind: 'paused', fromAt: at, dueAt: instantOf(dueAt), reason: null },
      ...{ cause: `outbox:${entryId}`, recordedAt: at },
    })),
  );
  await session.run("UPDATE service_request SET status = 'waiting_citizen' WHERE id = ?", [
    requestId,
  ]);
  await moveDeadline(session, requestId);
}

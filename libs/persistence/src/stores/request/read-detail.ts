import { isOptedOut, type OptOut } from '#core/consent/opt-out';
import type { ChannelAccountId, ContactId, ContactPointId } from '#core/identity/ids';
import type { RequestDetail } from '#core/request/request-store';
import type { SlaClockKind, SlaClockState } from '#core/sla/sla-clock';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { readOptOuts } from '../consent/opt-out-rows.js';
import { readTimeline } from './read-timeline.js';
import { summaryColumns, summaryOf, type SummaryRow, summaryTables } from './summary-row.js';

interface DetailRow extends SummaryRow {
  readonly language: string;
  readonly channelRef: string;
  readonly contactId: ContactId;
  readonly contactPointId: ContactPointId;
  readonly displayName: string | null;
}

/** Everything that people see of one request. */
export async function readDetail(
  session: SqlSession,
  by: 'id' | 'number',
  value: string,
): Promise<RequestDetail | null> {
  const [row] = await session.rows<DetailRow>(
    `SELECT ${summaryColumns}, r.language, r.channelRef, r.contactPointId, p.contactId, c.displayName FROM ${summaryTables} ` +
      'JOIN contact_point p ON p.id = r.contactPointId JOIN contact c ON c.id = p.contactId ' +
      `WHERE r.${by} = ?`,
    [value],
  );
  if (row === undefined) return null;
  return {
    ...summaryOf(row),
    language: row.language,
    channelRef: row.channelRef,
    contact: {
      id: row.contactId,
      displayName: row.displayName,
      points: await readPoints(session, row.contactId),
    },
    clocks: await readClocks(session, row.id),
    related: await readRelated(session, row.id),
    alsoReceivedAt: await readCopies(session, row.id),
    optedOut: await readOptOut(session, row),
    timeline: await readTimeline(session, row.id),
  };
}

async function readOptOut(session: SqlSession, row: DetailRow): Promise<OptOut | null> {
  const optOuts = await readOptOuts(session, [row.contactPointId]);
  const { id: requestId, channelAccountId } = row;
  return optOuts.find((one) => isOptedOut([one], { requestId, channelAccountId })) ?? null;
}

async function readPoints(
  session: SqlSession,
  contactId: ContactId,
): Promise<RequestDetail['contact']['points']> {
  const rows = await session.rows<{
    readonly kind: string;
    readonly address: string;
    readonly verifiedAt: string | null;
    readonly undeliverableAt: string | null;
  }>(
    'SELECT kind, address, verifiedAt, undeliverableAt FROM contact_point WHERE contactId = ? ORDER BY createdAt, id',
    [contactId],
  );
  return rows.map(({ kind, address, verifiedAt, undeliverableAt }) => ({
    kind,
    address,
    verified: verifiedAt !== null,
    undeliverable: undeliverableAt !== null,
  }));
}

interface ClockRow {
  readonly kind: SlaClockKind;
  readonly state: SlaClockState;
  readonly startedAt: string;
  readonly dueAt: string;
  readonly pausedAt: string | null;
  readonly metAt: string | null;
  readonly endedAt: string | null;
  readonly breachedAt: string | null;
}

async function readClocks(
  session: SqlSession,
  requestId: string,
): Promise<RequestDetail['clocks']> {
  const rows = await session.rows<ClockRow>(
    'SELECT kind, state, startedAt, dueAt, pausedAt, metAt, endedAt, breachedAt FROM sla_clock ' +
      'WHERE requestId = ? ORDER BY createdAt, id',
    [requestId],
  );
  return rows.map((row) => ({
    kind: row.kind,
    state: row.state,
    startedAt: instantOf(row.startedAt),
    dueAt: instantOf(row.dueAt),
    pausedAt: instantOrNull(row.pausedAt),
    metAt: instantOrNull(row.metAt),
    endedAt: instantOrNull(row.endedAt),
    breachedAt: instantOrNull(row.breachedAt),
  }));
}

function readRelated(session: SqlSession, requestId: string): Promise<RequestDetail['related']> {
  return session.rows(
    'SELECT r.number, l.reason FROM request_link l JOIN service_request r ON r.id = l.relatedRequestId ' +
      'WHERE l.requestId = ? ORDER BY l.createdAt, r.number',
    [requestId],
  );
}

async function readCopies(
  session: SqlSession,
  requestId: string,
): Promise<RequestDetail['alsoReceivedAt']> {
  const rows = await session.rows<{ readonly channelAccountId: ChannelAccountId }>(
    'SELECT c.channelAccountId FROM message m JOIN envelope_copy c ON c.envelopeId = m.envelopeId ' +
      'WHERE m.requestId = ? GROUP BY c.channelAccountId ORDER BY MIN(c.receivedAt), c.channelAccountId',
    [requestId],
  );
  return rows.map(({ channelAccountId }) => channelAccountId);
}

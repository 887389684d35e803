import type {
  ChannelAccountId,
  ContactPointId,
  MessageId,
  ServiceRequestId,
} from '#core/identity/ids';
import type { LockedRequest, RequestStore } from '#core/request/request-store';
import type { RequestStatus } from '#core/request/status';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { readDetail } from './read-detail.js';
import { readStream, readSummary, readUndelivered } from './read-stream.js';
import { requestTransaction } from './request-transaction.js';

export function requestStore(database: SqlDatabase): RequestStore {
  return {
    stream: (query) => database.session((session) => readStream(session, query)),
    undelivered: (query) => database.session((session) => readUndelivered(session, query)),
    findSummary: (number) => database.session((session) => readSummary(session, number)),
    find: (number) => database.session((session) => readDetail(session, 'number', number)),
    findById: (id) => database.session((session) => readDetail(session, 'id', id)),
    change: (number, work) =>
      database.transaction(async (session) => {
        const request = await lockRequest(session, number);
        return request === null ? null : work(requestTransaction(session), request);
      }),
  };
}

interface LockedRow {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly status: RequestStatus;
  readonly channelAccountId: ChannelAccountId;
  readonly channelRef: string;
  readonly contactPointId: ContactPointId;
  readonly nextDeadlineAt: string | null;
  readonly serviceCode: string | null;
  readonly receivedAt: string;
}

async function lockRequest(session: SqlSession, number: string): Promise<LockedRequest | null> {
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const [row] = await session.rows<LockedRow>(
    'SELECT id, number, status, channelAccountId, channelRef, contactPointId, nextDeadlineAt, serviceCode, receivedAt ' +
      `FROM service_request WHERE number = ?${lock}`,
    [number],
  );
  if (row === undefined) return null;
  return {
    ...row,
    nextDeadlineAt: instantOrNull(row.nextDeadlineAt),
    receivedAt: instantOf(row.receivedAt),
    lastInboundMessageId: await lastInbound(session, row.id),
  };
}

/** Inbound messages are those of an envelope, so the index ends at the newest of them. */
async function lastInbound(session: SqlSession, id: ServiceRequestId): Promise<MessageId | null> {
  const [row] = await session.rows<{ readonly id: MessageId }>(
    'SELECT id FROM message WHERE requestId = ? AND envelopeId IS NOT NULL ORDER BY envelopeId DESC LIMIT 1',
    [id],
  );
  return row?.id ?? null;
}

import type {
  AttachmentId,
  ChannelAccountId,
  MessageId,
  ServiceRequestId,
} from '#core/identity/ids';
import type {
  AttachmentStore,
  FetchedAttachment,
  FoundAttachment,
  OutgoingFileRow,
  PendingAttachment,
} from '#core/media/attachment-store';
import type { Instant } from '#core/time/instant';

import { instantOf, instantText } from '../sql/instant-text.js';
import { placeholders } from '../sql/placeholders.js';
import type { SqlDatabase, SqlSession } from '../sql/sql-session.js';

export function attachmentStore(database: SqlDatabase): AttachmentStore {
  return {
    takePending: (now, until, limit) =>
      database.transaction((session) => takePending(session, { now, until, limit })),
    settle: (id, fetched) => database.session((session) => settle(session, id, fetched)),
    envelopeOf: (id) => database.session((session) => envelopeOf(session, id)),
    find: (id) => database.session((session) => find(session, id)),
    ofOutgoing: (id) => database.session((session) => ofOutgoing(session, id)),
  };
}

interface PendingLook {
  readonly now: Instant;
  readonly until: Instant;
  readonly limit: number;
}

interface PendingRow {
  readonly id: AttachmentId;
  readonly channelAccountId: ChannelAccountId;
  readonly reference: string;
  readonly attempts: number;
  readonly createdAt: string;
}

async function takePending(
  session: SqlSession,
  { now, until, limit }: PendingLook,
): Promise<readonly PendingAttachment[]> {
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE SKIP LOCKED' : '';
  const rows = await session.rows<PendingRow>(
    'SELECT id, channelAccountId, reference, attempts, createdAt FROM attachment ' +
      `WHERE state = 'pending' AND dueAt <= ? ORDER BY dueAt, id LIMIT ${limit}${lock}`,
    [instantText(now)],
  );
  if (rows.length === 0) return [];
  await session.run(
    `UPDATE attachment SET dueAt = ?, attempts = attempts + 1 WHERE id IN (${placeholders(rows.length)})`,
    [instantText(until), ...rows.map(({ id }) => id)],
    session.protocolFor(rows.length),
  );
  return rows.map((row) => ({ ...row, createdAt: instantOf(row.createdAt) }));
}

async function settle(
  session: SqlSession,
  id: AttachmentId,
  fetched: FetchedAttachment,
): Promise<void> {
  switch (fetched.state) {
    case 'stored':
      await session.run(
        "UPDATE attachment SET state = 'stored', sha256 = ?, size = ?, contentType = ?, reason = NULL WHERE id = ?",
        [fetched.sha256, fetched.size, fetched.contentType.slice(0, 255), id],
      );
      return;
    case 'gone':
      await session.run("UPDATE attachment SET state = 'gone', reason = ? WHERE id = ?", [
        fetched.reason.slice(0, 500),
        id,
      ]);
      return;
    case 'pending':
      await session.run('UPDATE attachment SET dueAt = ? WHERE id = ?', [
        instantText(fetched.dueAt),
        id,
      ]);
  }
}

interface EnvelopeRow {
  readonly raw: Buffer | null;
  readonly rawSha256: Buffer;
}

async function envelopeOf(session: SqlSession, id: AttachmentId): Promise<EnvelopeRow | null> {
  const [row] = await session.rows<EnvelopeRow>(
    'SELECT e.raw, e.rawSha256 FROM attachment a JOIN message m ON m.id = a.messageId ' +
      'JOIN inbound_envelope e ON e.id = m.envelopeId WHERE a.id = ?',
    [id],
  );
  return row ?? null;
}

interface FoundRow {
  readonly requestId: ServiceRequestId;
  readonly filename: string | null;
  readonly contentType: string;
  readonly state: FoundAttachment['state'];
  readonly sha256: Buffer;
  readonly reason: string | null;
}

async function find(session: SqlSession, id: AttachmentId): Promise<FoundAttachment | null> {
  const [row] = await session.rows<FoundRow>(
    'SELECT m.requestId, a.filename, a.contentType, a.state, a.sha256, a.reason FROM attachment a ' +
      'JOIN message m ON m.id = a.messageId WHERE a.id = ?',
    [id],
  );
  if (row === undefined) return null;
  const { requestId, filename, contentType, state, sha256, reason } = row;
  const named = { requestId, filename, contentType };
  switch (state) {
    case 'stored':
      return { ...named, state, sha256 };
    case 'gone':
      return { ...named, state, reason };
    case 'pending':
      return { ...named, state };
  }
}

function ofOutgoing(session: SqlSession, id: MessageId): Promise<readonly OutgoingFileRow[]> {
  return session.rows<OutgoingFileRow>(
    "SELECT filename, contentType, sha256 FROM attachment WHERE messageId = ? AND state = 'stored' ORDER BY id",
    [id],
  );
}

import { createHash } from 'node:crypto';

import { outboxState } from '#core/delivery/outbox';
import type { MessageId, OutboxEntryId, ServiceRequestId, StaffId } from '#core/identity/ids';
import type { Refusal } from '#core/ladder/refusal';
import type { NewMessage } from '#core/request/records';
import type {
  DeliveryState,
  RememberedAnswer,
  RequestTransaction,
} from '#core/request/request-store';
import type { Instant } from '#core/time/instant';

import { idempotencyKeyTable } from '../../entities/idempotency-key.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantOrNull, instantText, instantTextOrNull } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { writeConsent } from '../consent/write-consent.js';
import { readAddressed } from '../ladder/read-addressed.js';
import {
  insertAudit,
  insertMessages,
  insertOutbox,
  insertOutgoingFiles,
} from '../registration/record-inserts.js';
import { lockClocks, writeClocks } from '../sla/open-clocks.js';
import { readOutgoing } from './delivery-state.js';

/** Changes to one request whose row is locked. */
export function requestTransaction(session: SqlSession): RequestTransaction {
  return {
    insertMessage: (message) => insertMessage(session, message),
    insertOutbox: (entry) => insertOutbox(session, [entry]),
    insertOutgoingFiles: (files) => insertOutgoingFiles(session, files),
    close: (closing) => close(session, closing),
    lockClocks: (id) => lockClocks(session, id),
    writeClocks: (id, written) => writeClocks(session, id, written),
    firstWordsAfter: (id, at) => firstWordsAfter(session, id, at),
    markAnswered: (id, at) => markAnswered(session, id, at),
    insertAudit: (entry) => insertAudit(session, [entry]),
    writeConsent: (entries) => writeConsent(session, entries),
    findOutgoing: (requestId, id) => findOutgoing(session, requestId, id),
    resend: (entryId, dueAt) =>
      moved(
        session,
        `UPDATE outbox_entry SET state = ${outboxState.waiting}, dueAt = ?, reconcileAt = NULL, absentSince = NULL, ` +
          'refusal = NULL, ladderAt = NULL ' +
          `WHERE id = ? AND state IN (${outboxState.failed}, ${outboxState.unknown})`,
        [instantText(dueAt), entryId],
      ),
    readAddressed: (id) => readAddressed(session, id),
    turnAway: (entryId, refusal, ladderAt) => turnAway(session, entryId, refusal, ladderAt),
    forgetUndelivered: (id) => moved(session, 'DELETE FROM undelivered WHERE requestId = ?', [id]),
    withdraw: (entryId) =>
      moved(
        session,
        `UPDATE outbox_entry SET state = ${outboxState.withdrawn} WHERE id = ? AND state = ${outboxState.waiting}`,
        [entryId],
      ),
    recallAnswer: (staffId, key) => recallAnswer(session, staffId, key),
    rememberAnswer: async ({ staffId, key, questionSha256, answer, at }) => {
      const values = [staffId, keyHashOf(key), questionSha256, answer, instantText(at)];
      await session.insert(intoAnswers, values);
    },
  };
}

const intoAnswers = insertInto(idempotencyKeyTable, [
  'staffId',
  'keyHash',
  'questionSha256',
  'answer',
  'createdAt',
]);

/** The request counts all that was written on it; a note is no sign of life of the conversation. */
async function insertMessage(session: SqlSession, message: NewMessage): Promise<void> {
  await insertMessages(session, [message]);
  const answers = message.direction === 'outbound';
  const answered = answers ? `, ${answeredSql(session)}` : '';
  await session.run(
    `UPDATE service_request SET messageCount = messageCount + 1${answered} WHERE id = ?`,
    answers ? [instantText(message.occurredAt), message.requestId] : [message.requestId],
  );
}

function answeredSql({ dialect }: SqlSession): string {
  const latest = dialect === 'mariadb' ? 'GREATEST' : 'MAX';
  return `lastMessageAt = ${latest}(lastMessageAt, ?), awaitsReply = 0`;
}

async function markAnswered(session: SqlSession, id: ServiceRequestId, at: Instant): Promise<void> {
  await session.run(`UPDATE service_request SET ${answeredSql(session)} WHERE id = ?`, [
    instantText(at),
    id,
  ]);
}

async function firstWordsAfter(
  session: SqlSession,
  id: ServiceRequestId,
  at: Instant,
): Promise<Instant | null> {
  const [row] = await session.rows<{ readonly firstAt: string | null }>(
    'SELECT MIN(occurredAt) AS firstAt FROM message ' +
      "WHERE requestId = ? AND direction = 'inbound' AND automatic = 0 AND occurredAt > ?",
    [id, instantText(at)],
  );
  return instantOrNull(row?.firstAt ?? null);
}

async function close(
  session: SqlSession,
  closing: Parameters<RequestTransaction['close']>[0],
): Promise<void> {
  const { id, status, reason, sentence, breachReason, closedAt } = closing;
  await session.run(
    'UPDATE service_request SET status = ?, closeReason = ?, closeSentence = ?, breachReason = ?, closedAt = ?, ' +
      'streamKey = NULL WHERE id = ?',
    [status, reason, sentence, breachReason, instantText(closedAt), id],
  );
}

async function findOutgoing(
  session: SqlSession,
  requestId: ServiceRequestId,
  id: MessageId | OutboxEntryId,
): Promise<DeliveryState | null> {
  const outgoing = await readOutgoing(session, requestId);
  return (
    outgoing.find(
      ({ messageId, rungs }) => messageId === id || rungs.some(({ entryId }) => entryId === id),
    ) ?? null
  );
}

async function turnAway(
  session: SqlSession,
  entryId: OutboxEntryId,
  refusal: Refusal,
  ladderAt: Instant | null,
): Promise<void> {
  await session.run(
    `UPDATE outbox_entry SET state = ${outboxState.withdrawn}, reason = ?, refusal = ?, ladderAt = ? WHERE id = ?`,
    [refusal, refusal, instantTextOrNull(ladderAt), entryId],
  );
}

async function moved(
  session: SqlSession,
  sql: string,
  values: readonly string[],
): Promise<boolean> {
  return (await session.run(sql, values)) === 1;
}

async function recallAnswer(
  session: SqlSession,
  staffId: StaffId,
  key: string,
): Promise<RememberedAnswer | null> {
  const [row] = await session.rows<RememberedAnswer>(
    'SELECT questionSha256, answer FROM idempotency_key WHERE staffId = ? AND keyHash = ?',
    [staffId, keyHashOf(key)],
  );
  return row ?? null;
}

function keyHashOf(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}

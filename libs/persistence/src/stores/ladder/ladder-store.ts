import type { OutboxEntryId, ServiceRequestId } from '#core/identity/ids';
import type { LadderLook, LadderStep, LadderStore, RefusedAnswer } from '#core/ladder/ladder-store';
import { isRepeated } from '#core/ladder/refusal';
import type { Instant } from '#core/time/instant';

import { undeliveredTable } from '../../entities/undelivered.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantText } from '../../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { insertAudit, insertOutbox } from '../registration/record-inserts.js';
import { hasArrived, readRefused } from './read-refused.js';

export function ladderStore(database: SqlDatabase): LadderStore {
  return { look: (look) => lookAfter(database, look) };
}

/** Refused answers by when they were refused: an index range that is empty on most days. */
export function refusedSql(limit: number): string {
  return (
    'SELECT id, requestId FROM outbox_entry WHERE ladderAt <= ? AND requestId IS NOT NULL ' +
    `ORDER BY ladderAt, id LIMIT ${limit}`
  );
}

interface RefusedKey {
  readonly id: OutboxEntryId;
  readonly requestId: ServiceRequestId;
}

async function lookAfter(
  database: SqlDatabase,
  { now, limit, decide }: LadderLook,
): Promise<readonly LadderStep[]> {
  const keys = await database.session((session) =>
    session.rows<RefusedKey>(refusedSql(limit), [instantText(now)]),
  );
  const steps: LadderStep[] = [];
  const failures: unknown[] = [];
  for (const key of keys) {
    try {
      const step = await database.transaction((session) => goOn(session, key, decide, now));
      if (step !== null) steps.push(step);
    } catch (error) {
      failures.push(error);
    }
  }
  // One that cannot be written keeps no other waiting, and is told.
  if (failures.length > 0) throw failures[0];
  return steps;
}

/** The request first, as everybody who writes on it does: so nobody deadlocks. */
async function goOn(
  session: SqlSession,
  { id, requestId }: RefusedKey,
  decide: LadderLook['decide'],
  now: Instant,
): Promise<LadderStep | null> {
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  await session.rows(`SELECT id FROM service_request WHERE id = ?${lock}`, [requestId]);
  const waiting = await session.rows(
    `SELECT id FROM outbox_entry WHERE id = ? AND ladderAt IS NOT NULL${lock}`,
    [id],
  );
  const refused = waiting.length === 0 ? null : await readRefused(session, id);
  if (refused === null) return leaveAlone(session, id);
  if (isRepeated(refused.refusal) && (await hasArrived(session, id))) {
    return forgetRefusal(session, id);
  }
  const step = decide(refused);
  if ('lookAgainAt' in step) return lookAgain(session, id, step.lookAgainAt);
  await writeStep(session, refused, step, now);
  return step;
}

/** A colleague was faster, or nobody wrote it: it is looked at no more. */
async function leaveAlone(session: SqlSession, id: OutboxEntryId): Promise<null> {
  await session.run('UPDATE outbox_entry SET ladderAt = NULL WHERE id = ?', [id]);
  return null;
}

/** A better report has come meanwhile: the citizen has it. */
async function forgetRefusal(session: SqlSession, id: OutboxEntryId): Promise<null> {
  await session.run('UPDATE outbox_entry SET refusal = NULL, ladderAt = NULL WHERE id = ?', [id]);
  return null;
}

async function lookAgain(session: SqlSession, id: OutboxEntryId, at: Instant): Promise<null> {
  const values = [instantText(at), id];
  await session.run('UPDATE outbox_entry SET ladderAt = ? WHERE id = ?', values);
  return null;
}

async function writeStep(
  session: SqlSession,
  refused: RefusedAnswer,
  { entry, audit }: LadderStep,
  now: Instant,
): Promise<void> {
  const { entryId, requestId, refusal } = refused;
  await session.run('UPDATE outbox_entry SET ladderAt = NULL WHERE id = ?', [entryId]);
  if (entry === null) {
    await session.run('DELETE FROM undelivered WHERE requestId = ?', [requestId]);
    await session.insert(intoUndelivered, [requestId, entryId, refusal, instantText(now)]);
  } else {
    await insertOutbox(session, [entry]);
  }
  await insertAudit(session, [audit]);
}

const intoUndelivered = insertInto(undeliveredTable, [
  'requestId',
  'outboxId',
  'refusal',
  'undeliveredAt',
]);

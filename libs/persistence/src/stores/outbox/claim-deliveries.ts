import { type Claim, type ClaimedDelivery, outboxState } from '#core/delivery/outbox';
import type { NewId } from '#core/identity/ids';

import { deliveryAttemptTable } from '../../entities/delivery-attempt.entity.js';
import type { Dialect } from '../../sql/dialect.js';
import { insertInto } from '../../sql/insert.js';
import { instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { keepConsented } from '../consent/consented.js';
import { introduceRows } from '../consent/introduce.js';
import { grantSends, lockPace, movePace, readPace } from './account-pace.js';
import { claimedDeliveryOf, deliveryColumns, type DeliveryRow } from './delivery-row.js';

/** Marks the most urgent entries as ours and writes their attempts, in one commit. */
export async function claimDeliveries(
  database: SqlDatabase,
  claim: Claim,
  newId: NewId,
): Promise<readonly ClaimedDelivery[]> {
  const { accountId, now, pacing } = claim;
  if (pacing.perMinute === null) {
    return database.transaction((session) => claimNow(session, claim, newId));
  }
  const seen = await database.session((session) => readPace(session, accountId));
  const { slots } = grantSends({ ...pacing, slots: claim.slots }, seen, now);
  if (slots === 0) return [];
  return database.transaction(async (session) => {
    if (seen === null) await movePace(session, accountId, 0 as typeof now);
    const locked = await lockPace(session, accountId);
    const grant = grantSends({ ...pacing, slots: claim.slots }, locked, now);
    if (grant.slots === 0) return [];
    const claimed = await claimNow(session, { ...claim, slots: grant.slots }, newId);
    const used = grantSends({ ...pacing, slots: claimed.length }, locked, now);
    if (claimed.length > 0) await movePace(session, accountId, used.allowedFrom);
    return claimed;
  });
}

/**
 * An index range in the order of the index: nothing is sorted and no more than the slots are read.
 * An account that is paused has nothing to claim.
 */
export function claimSql(dialect: Dialect, slots: number): string {
  return (
    `SELECT ${deliveryColumns(dialect)} FROM outbox_entry o ` +
    (dialect === 'mariadb' ? 'FORCE INDEX (ix_outbox_claim) ' : '') +
    `WHERE o.channelAccountId = ? AND o.state = ${outboxState.waiting} AND o.priority IN (0,1,2,3) AND o.dueAt <= ? ` +
    'AND NOT EXISTS (SELECT 1 FROM delivery_pace p WHERE p.channelAccountId = ? AND p.allowedFrom > ?) ' +
    `ORDER BY o.priority, o.dueAt, o.id LIMIT ${slots}` +
    (dialect === 'mariadb' ? ' FOR UPDATE SKIP LOCKED' : '')
  );
}

const intoAttempts = insertInto(deliveryAttemptTable, ['id', 'outboxId', 'number', 'startedAt']);

async function claimNow(
  session: SqlSession,
  claim: Claim,
  newId: NewId,
): Promise<readonly ClaimedDelivery[]> {
  const now = instantText(claim.now);
  const rows = await rowsToSend(session, claim);
  if (rows.length === 0) return [];
  await session.run(
    `UPDATE outbox_entry SET state = ${outboxState.sending}, owner = ?, leaseUntil = ?, ` +
      `attempts = attempts + 1, reason = NULL WHERE id IN (${placeholders(rows.length)})`,
    [claim.owner, instantText(claim.leaseUntil), ...rows.map(({ id }) => id)],
    session.protocolFor(rows.length),
  );
  const claimed = rows.map((row) =>
    claimedDeliveryOf(row, {
      attemptId: newId<'DeliveryAttempt'>(),
      attempt: row.attempts + 1,
      claimedAt: claim.now,
    }),
  );
  await session.insert(
    intoAttempts,
    claimed.flatMap(({ attemptId, entryId, attempt }) => [attemptId, entryId, attempt, now]),
  );
  return claimed;
}

/** Locked first, then asked for the consent of those they go to. */
async function rowsToSend(session: SqlSession, claim: Claim): Promise<readonly DeliveryRow[]> {
  const now = instantText(claim.now);
  const locked = await session.rows<DeliveryRow>(claimSql(session.dialect, claim.slots), [
    ...[claim.accountId, now, claim.accountId, now],
  ]);
  if (locked.length === 0) return [];
  const rows = await keepConsented(session, locked, claim.now);
  const { introduce } = claim;
  return introduce === undefined ? rows : introduceRows(session, rows, introduce, claim.now);
}

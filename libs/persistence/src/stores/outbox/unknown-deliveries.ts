import {
  attemptOutcome,
  outboxState,
  type Reconciliation,
  type UnknownDelivery,
} from '#core/delivery/outbox';
import type { DeliveryAttemptId, OutboxEntryId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import {
  instantOf,
  instantOrNull,
  instantText,
  instantTextOrNull,
} from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { claimedDeliveryOf, deliveryColumns, type DeliveryRow } from './delivery-row.js';
import { settleDeliveries } from './settle-deliveries.js';
import { isAnswerSql } from './turn-away.js';

export interface LeaseExpiry {
  readonly now: Instant;
  readonly reconcileAt: Instant;
  readonly limit: number;
}

/** Whoever sent these has gone silent: bytes may have left, so they are unknown and never just resent. */
export async function expireLeases(session: SqlSession, expiry: LeaseExpiry): Promise<number> {
  const expired = await session.rows<{ readonly id: OutboxEntryId }>(
    `SELECT id FROM outbox_entry WHERE state = ${outboxState.sending} AND leaseUntil <= ? ` +
      `ORDER BY leaseUntil, id LIMIT ${expiry.limit}${skipLocked(session)}`,
    [instantText(expiry.now)],
  );
  if (expired.length === 0) return 0;
  const ids = expired.map(({ id }) => id);
  await session.run(
    `UPDATE outbox_entry SET state = ${outboxState.unknown}, owner = NULL, leaseUntil = NULL, ` +
      `reason = 'no outcome was written in time', reconcileAt = ? WHERE id IN (${placeholders(ids.length)})`,
    [instantText(expiry.reconcileAt), ...ids],
    session.protocolFor(ids.length),
  );
  await session.run(
    `UPDATE delivery_attempt SET outcome = ${attemptOutcome.unknown}, endedAt = ? ` +
      `WHERE outboxId IN (${placeholders(ids.length)}) AND outcome = ${attemptOutcome.begun}`,
    [instantText(expiry.now), ...ids],
    session.protocolFor(ids.length),
  );
  return ids.length;
}

interface UnknownRow extends DeliveryRow {
  readonly absentSince: string | null;
  readonly automaticResends: number;
}

interface AttemptRow {
  readonly id: DeliveryAttemptId;
  readonly outboxId: OutboxEntryId;
  readonly number: number;
  readonly startedAt: string;
}

export interface UnknownLook {
  readonly now: Instant;
  readonly until: Instant;
  readonly limit: number;
}

export async function takeUnknown(
  session: SqlSession,
  look: UnknownLook,
): Promise<readonly UnknownDelivery[]> {
  const rows = await session.rows<UnknownRow>(
    `SELECT ${deliveryColumns(session.dialect)}, o.absentSince, o.automaticResends FROM outbox_entry o ` +
      `WHERE o.state = ${outboxState.unknown} AND o.reconcileAt <= ? ` +
      `ORDER BY o.reconcileAt, o.id LIMIT ${look.limit}${skipLocked(session)}`,
    [instantText(look.now)],
  );
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  await session.run(
    `UPDATE outbox_entry SET reconcileAt = ? WHERE id IN (${placeholders(ids.length)})`,
    [instantText(look.until), ...ids],
    session.protocolFor(ids.length),
  );
  const attempts = await session.rows<AttemptRow>(
    `SELECT id, outboxId, number, startedAt FROM delivery_attempt WHERE outboxId IN (${placeholders(ids.length)})`,
    ids,
    session.protocolFor(ids.length),
  );
  return rows.flatMap((row) => {
    const attempt = attempts.find(
      ({ outboxId, number }) => outboxId === row.id && number === row.attempts,
    );
    return attempt === undefined ? [] : [unknownOf(row, attempt)];
  });
}

/** Changes nothing when the entry has moved on meanwhile. */
export async function reconcileDelivery(
  session: SqlSession,
  reconciliation: Reconciliation,
): Promise<void> {
  switch (reconciliation.kind) {
    case 'settled':
      await settleDeliveries(session, [reconciliation.settlement], {
        state: 'unknown',
        owner: null,
      });
      return;
    case 'resend':
      await resend(session, reconciliation);
      return;
    case 'look-again':
      await session.run(
        `UPDATE outbox_entry SET absentSince = ?, reconcileAt = ? ${whereStillUnknown}`,
        [
          instantTextOrNull(reconciliation.absentSince),
          instantTextOrNull(reconciliation.reconcileAt),
          reconciliation.entryId,
          reconciliation.attempt,
        ],
      );
      await giveUp(session, reconciliation);
  }
}

const whereStillUnknown = `WHERE id = ? AND state = ${outboxState.unknown} AND attempts = ?`;

async function giveUp(
  session: SqlSession,
  { entryId, attempt, givenUpAt }: Extract<Reconciliation, { kind: 'look-again' }>,
): Promise<void> {
  if (givenUpAt === undefined) return;
  await session.run(
    `UPDATE outbox_entry SET refusal = 'not-confirmed', ladderAt = ? ${whereStillUnknown} AND ${isAnswerSql}`,
    [instantText(givenUpAt), entryId, attempt],
  );
}

async function resend(
  session: SqlSession,
  { entryId, attempt, dueAt }: Extract<Reconciliation, { kind: 'resend' }>,
): Promise<void> {
  const waiting = await session.run(
    `UPDATE outbox_entry SET state = ${outboxState.waiting}, dueAt = ?, reconcileAt = NULL, ` +
      `absentSince = NULL, automaticResends = automaticResends + 1 ${whereStillUnknown}`,
    [instantText(dueAt), entryId, attempt],
  );
  if (waiting === 0) return;
  await session.run(
    `UPDATE delivery_attempt SET outcome = ${attemptOutcome['not-sent']}, reason = 'absent at the provider' ` +
      'WHERE outboxId = ? AND number = ?',
    [entryId, attempt],
  );
}

function unknownOf(row: UnknownRow, attempt: AttemptRow): UnknownDelivery {
  return {
    ...claimedDeliveryOf(row, {
      attemptId: attempt.id,
      attempt: attempt.number,
      claimedAt: instantOf(attempt.startedAt),
    }),
    absentSince: instantOrNull(row.absentSince),
    automaticResends: row.automaticResends,
  };
}

function skipLocked(session: SqlSession): string {
  return session.dialect === 'mariadb' ? ' FOR UPDATE SKIP LOCKED' : '';
}

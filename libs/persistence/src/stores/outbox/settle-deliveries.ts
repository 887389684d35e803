import {
  attemptOutcome,
  type OutboxState,
  outboxState,
  type Settlement,
} from '#core/delivery/outbox';
import type { OutboxEntryId } from '#core/identity/ids';

import { instantText, instantTextOrNull } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';
import { recordProviderOptOuts } from '../consent/provider-opt-outs.js';
import { awaitAccepted } from '../sla/await-citizens.js';
import { addSpends } from '../spend-store.js';
import { movePace } from './account-pace.js';
import { withoutFailed } from './failed-before.js';
import { lockMetRequests, meetClocks } from './meet-clocks.js';
import { forgetUndelivered, turnAwayFailed } from './turn-away.js';

/** Who may write an outcome: the worker that sends, or the one that looked up what became of it. */
export interface Fence {
  readonly state: OutboxState & ('sending' | 'unknown');
  readonly owner: string | null;
}

/**
 * Writes outcomes of attempts that are still the entry's current one.
 *
 * @returns the entries that somebody else has settled meanwhile.
 */
export async function settleDeliveries(
  session: SqlSession,
  settlements: readonly Settlement[],
  fence: Fence,
): Promise<readonly OutboxEntryId[]> {
  if (settlements.length === 0) return [];
  // Requests first, as staff's transactions do: the same order everywhere, so nobody deadlocks.
  await lockMetRequests(session, settlements);
  const ours = await lockOurs(session, settlements, fence);
  const kept = settlements.filter((settlement) => ours.has(keyOf(settlement)));
  if (kept.length > 0) {
    await writeOutcomes(session, kept);
    const accepted = await withoutFailed(session, kept);
    await turnAwayFailed(
      session,
      kept.filter((settlement) => !accepted.includes(settlement)),
    );
    await forgetUndelivered(session, accepted);
    await meetClocks(session, accepted);
    await awaitAccepted(session, accepted.flatMap(questionOf));
    await pauseAccounts(session, kept);
    await addSpends(
      session,
      kept.flatMap(({ spend }) => spend ?? []),
    );
    await recordProviderOptOuts(session, kept);
  }
  return settlements
    .filter((settlement) => !ours.has(keyOf(settlement)))
    .map(({ entryId }) => entryId);
}

async function lockOurs(
  session: SqlSession,
  settlements: readonly Settlement[],
  fence: Fence,
): Promise<ReadonlySet<string>> {
  const owned = fence.owner === null ? '' : ' AND owner = ?';
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const rows = await session.rows<{ readonly id: OutboxEntryId; readonly attempts: number }>(
    `SELECT id, attempts FROM outbox_entry WHERE id IN (${placeholders(settlements.length)}) ` +
      `AND state = ${outboxState[fence.state]}${owned}${lock}`,
    [...settlements.map(({ entryId }) => entryId), ...(fence.owner === null ? [] : [fence.owner])],
    session.protocolFor(settlements.length),
  );
  return new Set(rows.map(({ id, attempts }) => keyOf({ entryId: id, attempt: attempts })));
}

function questionOf({ entryId, meets }: Settlement): readonly OutboxEntryId[] {
  return meets?.asksCitizen === true ? [entryId] : [];
}

function keyOf({ entryId, attempt }: Pick<Settlement, 'entryId' | 'attempt'>): string {
  return `${entryId} ${attempt}`;
}

async function writeOutcomes(
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<void> {
  if (session.dialect === 'mariadb') {
    const values = settlements.flatMap(outcomeValues);
    const count = settlements.length;
    await session.run(writeOutcomesSql(count), values, session.protocolFor(count));
    return;
  }
  for (const settlement of settlements) await writeOutcome(session, settlement);
}

/** Entry and attempt in one statement, whatever the outcomes. */
export function writeOutcomesSql(count: number): string {
  const settlement =
    'SELECT CONVERT(? USING ascii) COLLATE ascii_bin AS id, CAST(? AS SIGNED) AS attempt, ' +
    'CAST(? AS SIGNED) AS outcome, CAST(? AS SIGNED) AS state, ? AS providerId, ? AS reason, ' +
    '? AS dueAt, ? AS reconcileAt, ? AS endedAt, ? AS refusal, ? AS ladderAt';
  return (
    `UPDATE (${Array.from({ length: count }, () => settlement).join(' UNION ALL ')}) s ` +
    'STRAIGHT_JOIN outbox_entry o ON o.id = s.id ' +
    'STRAIGHT_JOIN delivery_attempt a ON a.outboxId = s.id AND a.number = s.attempt ' +
    'SET o.state = s.state, o.owner = NULL, o.leaseUntil = NULL, o.reason = s.reason, ' +
    'o.dueAt = COALESCE(s.dueAt, o.dueAt), o.reconcileAt = s.reconcileAt, o.absentSince = NULL, ' +
    'o.refusal = s.refusal, o.ladderAt = s.ladderAt, ' +
    'a.outcome = s.outcome, a.providerId = s.providerId, a.reason = s.reason, a.endedAt = s.endedAt'
  );
}

function outcomeValues(settlement: Settlement): SqlValue[] {
  return [
    settlement.entryId,
    settlement.attempt,
    attemptOutcome[settlement.attemptOutcome],
    outboxState[settlement.state],
    settlement.providerId === null ? null : Buffer.from(settlement.providerId, 'utf8'),
    settlement.reason,
    instantTextOrNull(settlement.dueAt),
    instantTextOrNull(settlement.reconcileAt),
    instantText(settlement.endedAt),
    ...refusalValues(settlement),
  ];
}

/** What was turned away looks for another way at once. */
function refusalValues({ refusal, endedAt }: Settlement): SqlValue[] {
  return refusal === undefined ? [null, null] : [refusal, instantText(endedAt)];
}

async function writeOutcome(session: SqlSession, settlement: Settlement): Promise<void> {
  const [id, attempt, outcome, state, providerId, reason, dueAt, reconcileAt, endedAt] =
    outcomeValues(settlement) as [
      SqlValue,
      SqlValue,
      SqlValue,
      SqlValue,
      SqlValue,
      SqlValue,
      SqlValue,
      SqlValue,
      SqlValue,
    ];
  await session.run(
    'UPDATE outbox_entry SET state = ?, owner = NULL, leaseUntil = NULL, reason = ?, ' +
      'dueAt = COALESCE(?, dueAt), reconcileAt = ?, absentSince = NULL, refusal = ?, ladderAt = ? WHERE id = ?',
    [state, reason, dueAt, reconcileAt, ...refusalValues(settlement), id],
  );
  await session.run(
    'UPDATE delivery_attempt SET outcome = ?, providerId = ?, reason = ?, endedAt = ? WHERE outboxId = ? AND number = ?',
    [outcome, providerId, reason, endedAt, id, attempt],
  );
}

async function pauseAccounts(
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<void> {
  for (const { pauseAccount } of settlements) {
    if (pauseAccount !== null) await movePace(session, pauseAccount.accountId, pauseAccount.until);
  }
}

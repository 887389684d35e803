import { StoreConflict } from '#core/error/store-errors';
import { stateOfOutcome } from '#core/intake/envelope-outcome';
import type { EnvelopeSettlement } from '#core/intake/registration-store';

import type { SqlSession, SqlValue } from '../../sql/sql-session.js';

/** Marks the batch as done, if it is still undone: fewer rows than envelopes, and nothing of it holds. */
export async function settleEnvelopes(
  session: SqlSession,
  settlements: readonly EnvelopeSettlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  const settled =
    session.dialect === 'mariadb'
      ? await settleTogether(session, settlements)
      : await settleEach(session, settlements);
  if (settled !== settlements.length) {
    throw new StoreConflict(`${settlements.length - settled} envelopes were registered meanwhile`);
  }
}

export function settleEnvelopesSql(count: number): string {
  const settlement =
    'SELECT CAST(? AS SIGNED) AS id, CAST(? AS SIGNED) AS state, ? AS outcome, ? AS reason, ? AS requestId';
  return (
    'UPDATE inbound_envelope e ' +
    `JOIN (${Array.from({ length: count }, () => settlement).join(' UNION ALL ')}) s ON s.id = e.id ` +
    'SET e.state = s.state, e.outcome = s.outcome, e.outcomeReason = s.reason, e.requestId = s.requestId ' +
    'WHERE e.state = 0'
  );
}

async function settleTogether(
  session: SqlSession,
  settlements: readonly EnvelopeSettlement[],
): Promise<number> {
  const values: SqlValue[] = [];
  for (const { envelopeId, outcome, reason, requestId } of settlements) {
    values.push(envelopeId, stateOfOutcome(outcome), outcome, reason, requestId);
  }
  const count = settlements.length;
  return session.run(settleEnvelopesSql(count), values, session.protocolFor(count));
}

async function settleEach(
  session: SqlSession,
  settlements: readonly EnvelopeSettlement[],
): Promise<number> {
  let settled = 0;
  for (const { envelopeId, outcome, reason, requestId } of settlements) {
    settled += await session.run(
      'UPDATE inbound_envelope SET state = ?, outcome = ?, outcomeReason = ?, requestId = ? WHERE id = ? AND state = 0',
      [stateOfOutcome(outcome), outcome, reason, requestId, envelopeId],
    );
  }
  return settled;
}

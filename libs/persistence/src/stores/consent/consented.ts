import { isOptedOut } from '#core/consent/opt-out';
import type { Instant } from '#core/time/instant';

import type { SqlSession } from '../../sql/sql-session.js';
import type { DeliveryRow } from '../outbox/delivery-row.js';
import { readOptOuts } from './opt-out-rows.js';
import { withdrawEntries } from './withdraw.js';

/**
 * The rows that may leave; the others are withdrawn. The rows are locked and the opt-outs are read
 * afterwards: an opt-out that is committed before this read is obeyed, however late its entry was put
 * into the outbox; one that is committed later finds the row sending and was later than the message.
 */
export async function keepConsented(
  session: SqlSession,
  rows: readonly DeliveryRow[],
  at: Instant,
): Promise<readonly DeliveryRow[]> {
  const points = new Set(rows.flatMap((row) => row.contactPointId ?? []));
  const optOuts = await readOptOuts(session, [...points]);
  if (optOuts.length === 0) return rows;
  const stopped = rows.filter(
    (row) =>
      row.answersConsent === 0 &&
      isOptedOut(
        optOuts.filter(({ contactPointId }) => contactPointId === row.contactPointId),
        row,
      ),
  );
  if (stopped.length === 0) return rows;
  await withdrawEntries(
    session,
    stopped.map(({ id }) => id),
    at,
  );
  return rows.filter((row) => !stopped.includes(row));
}

import type { Introduce } from '#core/consent/consent-texts';
import { outboxState } from '#core/delivery/outbox';
import type { ContactPointId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import { introductionTable } from '../../entities/introduction.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import type { DeliveryRow } from '../outbox/delivery-row.js';

/**
 * The first text to an address says who writes: decided when it leaves, so that one that is taken back
 * or fails has told nobody. The key lets one of two workers begin again, which then sees the other's.
 */
export async function introduceRows(
  session: SqlSession,
  rows: readonly DeliveryRow[],
  introduce: Introduce,
  at: Instant,
): Promise<readonly DeliveryRow[]> {
  const citizens = rows.filter((row) => row.contactPointId !== null && row.answersConsent === 0);
  const [first] = citizens;
  if (first === undefined) return rows;
  const known = await introduced(session, citizens, first.channelAccountId);
  const introducing = new Map<string, string>();
  for (const row of citizens) {
    if (row.contactPointId === null || known.has(row.contactPointId)) continue;
    const body = introduce(row.body, row.language);
    if (body === null) continue;
    known.add(row.contactPointId);
    introducing.set(row.id, body);
    await remember(session, { ...row, contactPointId: row.contactPointId }, at);
  }
  for (const [id, body] of introducing) {
    await session.run('UPDATE outbox_entry SET body = ? WHERE id = ?', [body, id]);
  }
  return rows.map((row) => ({ ...row, body: introducing.get(row.id) ?? row.body }));
}

/** States of a text that told nobody. */
const untold = [outboxState.failed, outboxState.withdrawn].join(', ');

/** Addresses that a text of this account has told, or is telling. */
async function introduced(
  session: SqlSession,
  rows: readonly DeliveryRow[],
  channelAccountId: string,
): Promise<Set<ContactPointId>> {
  const points = [...new Set(rows.flatMap((row) => row.contactPointId ?? []))];
  const found = await session.rows<{ readonly contactPointId: ContactPointId }>(
    'SELECT i.contactPointId FROM introduction i JOIN outbox_entry o ON o.id = i.outboxId ' +
      `WHERE i.channelAccountId = ? AND i.contactPointId IN (${placeholders(points.length)}) ` +
      `AND o.state NOT IN (${untold})`,
    [channelAccountId, ...points],
    session.protocolFor(points.length),
  );
  return new Set(found.map(({ contactPointId }) => contactPointId));
}

/** One that told nobody gives way. */
async function remember(
  session: SqlSession,
  row: DeliveryRow & { readonly contactPointId: ContactPointId },
  at: Instant,
): Promise<void> {
  await session.run(
    'DELETE FROM introduction WHERE contactPointId = ? AND channelAccountId = ? AND ' +
      `EXISTS (SELECT 1 FROM outbox_entry o WHERE o.id = introduction.outboxId AND o.state IN (${untold}))`,
    [row.contactPointId, row.channelAccountId],
  );
  await session.insert(intoIntroductions, [
    ...[row.contactPointId, row.channelAccountId, row.id, instantText(at)],
  ]);
}

const intoIntroductions = insertInto(introductionTable, [
  'contactPointId',
  'channelAccountId',
  'outboxId',
  'introducedAt',
]);

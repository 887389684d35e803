import type { RequestSummary } from '#core/request/request-store';
import { MINUTE } from '#core/time/instant';

import { contactRows, later, request, sender } from './sample-rows.js';
import type { OpenStores } from './store-suites.js';

export async function addMany({ registrations }: OpenStores, count: number) {
  const people = Array.from({ length: count }, (_, index) => sender(`+1303${index}`));
  const rows = people.map((from, index) => {
    const nextDeadlineAt = index % 10 === 0 ? null : later(((index * 7_919) % 1_000) * MINUTE);
    const row = request(from, { number: `FM26-${String(index + 1).padStart(6, '0')}-0` });
    const deadline =
      nextDeadlineAt === null ? 'ffffffffffff' : nextDeadlineAt.toString(16).padStart(12, '0');
    return { ...row, nextDeadlineAt, streamKey: `${deadline}-${row.id}` };
  });
  await registrations.transaction(async (transaction) => {
    await transaction.insertContacts(people.map((from) => contactRows(from).contact));
    await transaction.insertContactPoints(people.map((from) => contactRows(from).point));
    await transaction.insertRequests(rows);
  });
  return rows;
}

export async function close(
  { requests }: OpenStores,
  number: string,
  id: RequestSummary['id'],
  closedAt: ReturnType<typeof later>,
): Promise<void> {
  const why = {
    status: 'resolved',
    reason: 'work_done',
    sentence: 'The light was mended.',
    breachReason: null,
  } as const;
  await requests.change(number, (transaction) => transaction.close({ id, ...why, closedAt }));
}

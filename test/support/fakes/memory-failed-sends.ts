import { goesToStaff } from '#core/channel/delivery';
import type { FailedSend, ReportedSend } from '#core/intake/registration-store';

import type { MemoryDatabase } from './memory-database.js';
import { currentOf } from './memory-references.js';

/** Accepted attempts that a provider calls failed, with the clocks that they met. */
export function failedSends(
  database: MemoryDatabase,
  failures: readonly ReportedSend[],
): FailedSend[] {
  return failures.flatMap((failure) => {
    const attempt = database.attempts
      .all()
      .find(
        ({ providerId, channelAccountId }) =>
          providerId === failure.providerId && channelAccountId === failure.channelAccountId,
      );
    const entry = attempt === undefined ? undefined : database.outbox.get(attempt.entryId);
    const request = entry?.requestId == null ? undefined : database.requests.get(entry.requestId);
    if (entry === undefined || request === undefined || goesToStaff(entry.kind)) return [];
    const metClocks = database.clocks.all().flatMap(({ id, dueAt, metAt }) => {
      const isMetByIt = database.segments.all().some(({ clockId, kind, cause, fromAt }) => {
        const isMet = clockId === id && kind === 'met' && fromAt === metAt;
        return isMet && cause === `outbox:${entry.id}`;
      });
      return isMetByIt && metAt !== null ? [{ id, dueAt, metAt }] : [];
    });
    const contactPointId = entry.contactPointId ?? request.contactPointId;
    const asksCitizen = entry.asksCitizen !== undefined;
    const current = currentOf(database, request);
    return [
      {
        ...{ ...failure, entryId: entry.id, asksCitizen, request: current },
        ...{ contactPointId, metClocks },
      },
    ];
  });
}

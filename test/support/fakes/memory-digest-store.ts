import type {
  DigestQuestion,
  DigestRequest,
  DigestStore,
  DueDigest,
} from '#core/digest/digest-store';
import type { ContactPointId } from '#core/identity/ids';
import type { ScheduledDigest, SenderTold } from '#core/intake/registration-store';
import type { NewOutboxEntry } from '#core/request/records';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import { insertOutboxRow } from './memory-outbox-rows.js';

export class MemoryDigestStore implements DigestStore {
  constructor(private readonly database: MemoryDatabase) {}

  async sendNext(
    { now, most }: DigestQuestion,
    compose: (due: DueDigest) => NewOutboxEntry,
  ): Promise<boolean> {
    const { digests, untold } = this.database;
    return this.database.transaction(() => {
      const [row] = digests
        .all()
        .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
        .sort((one, other) => Number(one.dueAt) - Number(other.dueAt));
      if (row === undefined) return false;
      const { contactPointId } = row;
      const waiting = untold.all().filter((known) => known.contactPointId === contactPointId);
      const ids = waiting.map(({ requestId }) => requestId).sort();
      const [first, ...others] = ids
        .slice(0, most)
        .map((id): DigestRequest | undefined => this.database.requests.get(id))
        .filter((request) => request !== undefined);
      if (first !== undefined) {
        const entry = compose({
          contactPointId,
          requests: [first, ...others],
          count: waiting.length,
        });
        insertOutboxRow(this.database, entry);
      }
      for (const id of ids) untold.delete(id);
      digests.update(contactPointId, { dueAt: null, sentAt: now });
      return true;
    });
  }
}

/** What registration is told about a sender. */
export function senderTold(
  { requests, digests }: MemoryDatabase,
  id: ContactPointId | null,
  acknowledgedAfter: Instant,
): SenderTold {
  const digest = id === null ? undefined : digests.get(id);
  const isRecent = (at: Instant | null) => at !== null && at > acknowledgedAfter;
  const acknowledged = requests
    .all()
    .filter((row) => row.contactPointId === id && isRecent(row.acknowledgedAt));
  return {
    acknowledgements: acknowledged.length,
    digestDueAt: digest?.dueAt ?? null,
    digestSentAt: digest?.sentAt ?? null,
  };
}

export function scheduleDigest(
  { digests }: MemoryDatabase,
  { contactPointId, dueAt }: ScheduledDigest,
): void {
  if (digests.update(contactPointId, { dueAt })) return;
  digests.insert(contactPointId, { contactPointId, dueAt, sentAt: null });
}

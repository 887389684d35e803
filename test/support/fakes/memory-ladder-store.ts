import type { ContactPointId, OutboxEntryId, ServiceRequestId } from '#core/identity/ids';
import type { LadderLook, LadderStep, LadderStore, RefusedAnswer } from '#core/ladder/ladder-store';
import type { Addressed, TriedWay } from '#core/ladder/next-rung';
import { isRepeated } from '#core/ladder/refusal';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import { insertOutboxRow } from './memory-outbox-rows.js';
import type { OutboxRow } from './memory-rows.js';

export class MemoryLadderStore implements LadderStore {
  constructor(private readonly database: MemoryDatabase) {}

  async look({ now, limit, decide }: LadderLook): Promise<readonly LadderStep[]> {
    const due = this.database.outbox
      .all()
      .filter(({ ladderAt }) => ladderAt !== null && ladderAt <= now)
      .sort((one, other) => (one.ladderAt ?? 0) - (other.ladderAt ?? 0))
      .slice(0, limit);
    const steps: LadderStep[] = [];
    const failures: unknown[] = [];
    for (const { id } of due) {
      try {
        const step = await this.database.transaction(() => this.goOn(id, decide, now));
        if (step !== null) steps.push(step);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return steps;
  }

  private goOn(id: OutboxEntryId, decide: LadderLook['decide'], now: Instant): LadderStep | null {
    const { outbox, undelivered, audit } = this.database;
    const row = outbox.get(id);
    const refused =
      row === undefined || row.ladderAt === null ? null : refusedOf(this.database, row);
    if (row === undefined || refused === null) return null;
    if (isRepeated(refused.refusal) && row.receipt !== null && row.receipt !== 'failed') {
      outbox.update(id, { refusal: null, ladderAt: null });
      return null;
    }
    const step = decide(refused);
    if ('lookAgainAt' in step) {
      outbox.update(id, { ladderAt: step.lookAgainAt });
      return null;
    }
    outbox.update(id, { ladderAt: null });
    const { requestId, refusal } = refused;
    if (step.entry === null) {
      undelivered.delete(requestId);
      undelivered.insert(requestId, { requestId, outboxId: id, refusal, undeliveredAt: now });
    } else {
      insertOutboxRow(this.database, step.entry);
    }
    audit.insert(this.database.nextKey(audit), step.audit);
    return step;
  }
}

function refusedOf(database: MemoryDatabase, row: OutboxRow): RefusedAnswer | null {
  const { id: entryId, refusal, requestId, requestNumber, messageId, staffId } = row;
  const request = requestId === null ? undefined : database.requests.get(requestId);
  const text = messageId === null ? undefined : database.messages.get(messageId)?.text;
  if (request === undefined || text === undefined || refusal === null) return null;
  if (messageId === null || staffId === null) return null;
  const { channelAccountId, createdAt, asksCitizen, channelRef, body } = row;
  return {
    ...{ entryId, refusal, requestNumber, messageId, staffId, channelAccountId, text, createdAt },
    ...{ channelRef, body },
    requestId: request.id,
    rung: row.ladder?.rung ?? 0,
    contactPointId: row.contactPointId ?? request.contactPointId,
    asksCitizen: asksCitizen !== undefined,
    hasFiles: database.attachments.all().some((file) => file.messageId === messageId),
    refusedAt: refusedAtOf(database, row),
    heldUntil: row.attempts === 0 ? row.dueAt : createdAt,
    to: addressedOf(database, request.id),
    tried: triedOf(database, row, request.contactPointId),
  };
}

function refusedAtOf(database: MemoryDatabase, row: OutboxRow): Instant {
  const report = database.receipts
    .all()
    .find(
      ({ channelAccountId, receipt }) =>
        channelAccountId === row.channelAccountId && receipt.providerId === row.providerId,
    );
  const attempt = database.attempts.findUnique(0, `${row.id} ${String(row.attempts)}`);
  return report?.receivedAt ?? attempt?.endedAt ?? row.createdAt;
}

function triedOf(
  database: MemoryDatabase,
  { messageId }: OutboxRow,
  requester: ContactPointId,
): TriedWay[] {
  return database.outbox
    .all()
    .filter((other) => other.messageId === messageId)
    .map(({ channelAccountId, contactPointId, refusal }) => ({
      ...{ channelAccountId, refusal },
      contactPointId: contactPointId ?? requester,
    }));
}

export function addressedOf(database: MemoryDatabase, requestId: ServiceRequestId): Addressed {
  const request = database.requests.get(requestId);
  const point =
    request === undefined ? undefined : database.contactPoints.get(request.contactPointId);
  const contact = point === undefined ? undefined : database.contacts.get(point.contactId);
  if (request === undefined || contact === undefined) {
    return { name: null, language: '', addresses: [] };
  }
  const addresses = database.contactPoints
    .all()
    .filter(({ contactId }) => contactId === contact.id)
    .map(({ id, kind, address, verifiedAt }) => {
      const began = database.requests.all().filter(({ contactPointId }) => contactPointId === id);
      const used = began.map(({ requestedAt }) => requestedAt);
      return {
        ...{ id, kind, address, verifiedAt },
        undeliverable: database.undeliverable.has(id),
        usedAt: used.length === 0 ? null : (Math.max(...used) as Instant),
        optOuts: database.optOuts.all().filter(({ contactPointId }) => contactPointId === id),
      };
    });
  return { name: contact.displayName, language: request.language, addresses };
}

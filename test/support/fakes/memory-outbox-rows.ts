import type { Settlement } from '#core/delivery/outbox';
import type { NewOutboxEntry, ReceivedReceipt } from '#core/request/records';
import type { SlaClockKind } from '#core/sla/sla-clock';

import type { MemoryDatabase } from './memory-database.js';
import { moveDeadline } from './memory-emergency-rows.js';
import { awaitArrived } from './memory-questions.js';
import type { OutboxRow } from './memory-rows.js';

export function insertOutboxRow(database: MemoryDatabase, entry: NewOutboxEntry): void {
  database.outbox.insert(entry.id, {
    ...entry,
    state: 'waiting',
    owner: null,
    leaseUntil: null,
    attempts: 0,
    providerId: null,
    reason: null,
    sentAt: null,
    receipt: null,
    reconcileAt: null,
    absentSince: null,
    automaticResends: 0,
  });
}

export function applyReceipts(database: MemoryDatabase, rows: readonly ReceivedReceipt[]): void {
  for (const row of rows) {
    const { channelAccountId, receipt } = row;
    database.receipts.insert(database.nextKey(database.receipts), row);
    const attempt = database.attempts
      .all()
      .find(
        (known) =>
          known.channelAccountId === channelAccountId && known.providerId === receipt.providerId,
      );
    if (attempt !== undefined) database.outbox.update(attempt.entryId, { receipt: receipt.status });
  }
}

/** Writes what follows from one attempt's outcome; the caller has checked the fence. */
export function applySettlement(database: MemoryDatabase, settlement: Settlement): void {
  const { entryId, attempt, providerId, reason, endedAt, pauseAccount, meets } = settlement;
  const { state, dueAt, reconcileAt } = settlement;
  const entry = database.outbox.get(entryId);
  const row = database.attempts.findUnique(0, `${entryId} ${String(attempt)}`);
  if (entry === undefined || row === undefined) throw new Error(`No attempt of ${entryId}`);
  const outcome = settlement.attemptOutcome;
  database.attempts.update(row.id, { outcome, providerId, reason, endedAt });
  database.outbox.update(entryId, {
    state,
    providerId,
    reason,
    reconcileAt,
    owner: null,
    leaseUntil: null,
    dueAt: dueAt ?? entry.dueAt,
    sentAt: state === 'sent' ? endedAt : null,
  });
  if (pauseAccount !== null) pauseUntil(database, pauseAccount);
  const receipt = receiptFor(database, entry.channelAccountId, providerId);
  if (receipt !== null) database.outbox.update(entryId, { receipt });
  if (meets === null || receipt === 'failed') return;
  meetClocks(database, meets, settlement);
  const question = meets.asksCitizen === true ? database.outbox.get(entryId) : undefined;
  if (question !== undefined) awaitArrived(database, question);
}

/** What came before the provider's own answer was written; anything else outweighs a failure. */
function receiptFor(
  database: MemoryDatabase,
  account: OutboxRow['channelAccountId'],
  providerId: string | null,
): OutboxRow['receipt'] {
  const heard = database.receipts
    .all()
    .filter(({ channelAccountId, receipt }) => {
      return channelAccountId === account && receipt.providerId === providerId;
    })
    .map(({ receipt }) => receipt.status);
  return heard.find((status) => status !== 'failed') ?? heard[0] ?? null;
}

function pauseUntil(
  database: MemoryDatabase,
  pause: NonNullable<Settlement['pauseAccount']>,
): void {
  const { pauses } = database;
  if (!pauses.update(pause.accountId, pause)) pauses.insert(pause.accountId, pause);
}

function meetClocks(
  database: MemoryDatabase,
  meets: NonNullable<Settlement['meets']>,
  settlement: Settlement,
): void {
  for (const clock of database.clocks.all()) {
    const began = isResponse(clock.kind) && clock.startedAt <= meets.writtenAt;
    if (clock.requestId !== meets.requestId || clock.state !== 'running' || !began) continue;
    const isLate = clock.dueAt < settlement.endedAt || clock.breachedAt !== null;
    const nextStepAt = isLate ? settlement.endedAt : null;
    database.clocks.update(clock.id, { state: 'met', metAt: settlement.endedAt, nextStepAt });
    database.segments.insert(database.nextKey(database.segments), {
      clockId: clock.id,
      kind: 'met',
      fromAt: settlement.endedAt,
      dueAt: clock.dueAt,
      reason: null,
      cause: `outbox:${settlement.entryId}`,
      recordedAt: settlement.endedAt,
    });
  }
  moveDeadline(database, meets.requestId);
}

function isResponse(kind: SlaClockKind): boolean {
  return kind === 'first_response' || kind === 'next_response';
}

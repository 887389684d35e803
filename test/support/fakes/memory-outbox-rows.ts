import { goesToStaff } from '#core/channel/delivery';
import type { ClaimedDelivery, Settlement } from '#core/delivery/outbox';
import type { ChannelAccountId, EnvelopeId } from '#core/identity/ids';
import type { NewOutboxEntry, ReceivedReceipt } from '#core/request/records';
import type { SlaClockKind } from '#core/sla/sla-clock';

import { recordProviderOptOut } from './memory-consent.js';
import type { MemoryDatabase } from './memory-database.js';
import { moveDeadline } from './memory-emergency-rows.js';
import { awaitArrived } from './memory-questions.js';
import type { OutboxRow } from './memory-rows.js';
import { addSpend } from './memory-spend-store.js';
import { turnAwayFailed } from './memory-turned-away.js';

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
    refusal: null,
    ladderAt: null,
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
    if (attempt === undefined) continue;
    const known = database.outbox.get(attempt.entryId)?.receipt ?? null;
    // What says more wins, in any order.
    if (known !== null && receipt.status === 'failed') continue;
    database.outbox.update(attempt.entryId, { receipt: receipt.status });
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
    refusal: settlement.refusal ?? null,
    ladderAt: settlement.refusal === undefined ? null : endedAt,
  });
  if (pauseAccount !== null) pauseUntil(database, pauseAccount);
  if (settlement.spend !== undefined) addSpend(database, settlement.spend);
  recordProviderOptOut(database, entry, settlement);
  const receipt = receiptFor(database, entry.channelAccountId, providerId);
  if (receipt !== null) database.outbox.update(entryId, { receipt });
  const settled = database.outbox.get(entryId);
  if (meets !== null && receipt === 'failed' && settled !== undefined) {
    turnAwayFailed(database, settled, endedAt);
  }
  if (meets === null || receipt === 'failed') return;
  database.undelivered.delete(meets.requestId);
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

/** What the stores add of the citizen whom an entry answers. */
export function citizenOf(
  database: MemoryDatabase,
  { kind, requestId, channelAccountId }: OutboxRow,
): Pick<ClaimedDelivery, 'language' | 'lastInbound'> {
  const request = requestId === null ? undefined : database.requests.get(requestId);
  if (goesToStaff(kind) || request === undefined) return { language: null, lastInbound: null };
  const inbound = database.messages.all().filter((message) => message.requestId === requestId);
  const last = inbound
    .filter(({ envelopeId }) => accountOf(database, envelopeId) === channelAccountId)
    .sort((one, other) => (other.envelopeId ?? 0) - (one.envelopeId ?? 0))[0];
  const { externalId = null, occurredAt } = last ?? {};
  const lastInbound = occurredAt === undefined ? null : { externalId, occurredAt };
  return { language: request.language, lastInbound };
}

function accountOf(database: MemoryDatabase, id: EnvelopeId | null): ChannelAccountId | null {
  const envelopes = database.envelopes.all();
  return envelopes.find((envelope) => envelope.id === id)?.channelAccountId ?? null;
}

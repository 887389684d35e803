import type { ReportedSend } from '#core/intake/registration-store';
import { isClosed } from '#core/request/status';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import { moveDeadline } from './memory-emergency-rows.js';
import type { OutboxRow } from './memory-rows.js';

/** Questions among what has arrived by receipts. */
export function awaitDelivered(database: MemoryDatabase, arrived: readonly ReportedSend[]): void {
  const { attempts, outbox } = database;
  for (const attempt of attempts.all()) {
    const isIt = ({ providerId, channelAccountId }: ReportedSend) =>
      attempt.providerId === providerId && attempt.channelAccountId === channelAccountId;
    const entry = arrived.some(isIt) ? outbox.get(attempt.entryId) : undefined;
    if (entry?.asksCitizen === 'delivered') awaitArrived(database, entry);
  }
}

/** A question that was accepted or of which a receipt came: from when it arrived, it is waited for. */
export function awaitArrived(database: MemoryDatabase, entry: OutboxRow): void {
  const at = arrivedAt(database, entry);
  const request = entry.requestId === null ? undefined : database.requests.get(entry.requestId);
  if (at === null || request === undefined || isClosed(request.status)) return;
  const answered = database.messages.all().some((message) => {
    const since = entry.messageId !== null && message.id > entry.messageId;
    const isTheirs = message.direction === 'inbound' && !message.automatic;
    return message.requestId === request.id && isTheirs && since;
  });
  if (answered) return;
  const { clocks, segments } = database;
  for (const { id, requestId, kind, state, dueAt, breachedAt } of clocks.all()) {
    if (requestId !== request.id || kind !== 'resolution' || state !== 'running') continue;
    const nextStepAt = dueAt < at || breachedAt !== null ? at : null;
    clocks.update(id, { state: 'paused', pausedAt: at, nextStepAt });
    segments.insert(database.nextKey(segments), {
      ...{ clockId: id, kind: 'paused', fromAt: at, dueAt, reason: null },
      ...{ cause: `outbox:${entry.id}`, recordedAt: at },
    });
  }
  database.requests.update(request.id, { status: 'waiting_citizen' });
  moveDeadline(database, request.id);
}

function arrivedAt(database: MemoryDatabase, entry: OutboxRow): Instant | null {
  if (entry.asksCitizen === undefined) return null;
  if (entry.asksCitizen === 'accepted') return entry.sentAt;
  const heard = database.receipts.all().find(({ channelAccountId, receipt }) => {
    const isIts = receipt.providerId === entry.providerId && receipt.status !== 'failed';
    return channelAccountId === entry.channelAccountId && isIts;
  });
  if (heard === undefined) return null;
  const said = heard.receipt.occurredAt ?? heard.receivedAt;
  return Math.min(heard.receivedAt, Math.max(said, entry.createdAt)) as Instant;
}

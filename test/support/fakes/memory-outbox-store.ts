import {
  type Claim,
  type ClaimedDelivery,
  outboxPriority,
  type OutboxStore,
  type Reconciliation,
  type Settlement,
  type UnknownDelivery,
} from '#core/delivery/outbox';
import type { ChannelAccountId, DeliveryAttemptId, OutboxEntryId } from '#core/identity/ids';
import { type Instant, MINUTE } from '#core/time/instant';

import { introduceRow, withdrawStopped } from './memory-consent.js';
import type { MemoryDatabase } from './memory-database.js';
import { applySettlement, citizenOf } from './memory-outbox-rows.js';
import type { AttemptRow, OutboxRow } from './memory-rows.js';
import { turnAwayRows } from './memory-turned-away.js';

export class MemoryOutboxStore implements OutboxStore {
  constructor(private readonly database: MemoryDatabase) {}

  async accountsWithWork(now: Instant): Promise<readonly ChannelAccountId[]> {
    return this.run('accountsWithWork', [], () => [
      ...new Set(this.due(now).map((row) => row.channelAccountId)),
    ]);
  }

  async claim(claim: Claim): Promise<readonly ClaimedDelivery[]> {
    return this.run('claim', [claim], () => {
      const due = this.due(claim.now).filter((row) => row.channelAccountId === claim.accountId);
      const { introduce, now } = claim;
      const rows = withdrawStopped(this.database, due.slice(0, this.allowance(claim)), now);
      return rows
        .map((row) => (introduce === undefined ? row : introduceRow(this.database, row, introduce)))
        .map((row) => this.beginAttempt(row, claim));
    });
  }

  async settle(
    settlements: readonly Settlement[],
    owner: string,
  ): Promise<readonly OutboxEntryId[]> {
    return this.run('settle', settlements, () =>
      settlements.flatMap((settlement) => {
        const row = this.database.outbox.get(settlement.entryId);
        const ours =
          row?.state === 'sending' && row.owner === owner && row.attempts === settlement.attempt;
        if (!ours) return [settlement.entryId];
        applySettlement(this.database, settlement);
        return [];
      }),
    );
  }

  async expireLeases(now: Instant, reconcileAt: Instant, limit: number): Promise<number> {
    return this.run('expireLeases', [], () => {
      const expired = this.database.outbox
        .all()
        .filter((row) => row.state === 'sending' && row.leaseUntil !== null && row.leaseUntil < now)
        .slice(0, limit);
      for (const row of expired) {
        const lost = { owner: null, leaseUntil: null, reason: 'the lease ran out' };
        this.database.outbox.update(row.id, { ...lost, state: 'unknown', reconcileAt });
        const attempt = this.attemptOf(row);
        this.database.attempts.update(attempt.id, { outcome: 'unknown', endedAt: now });
      }
      return expired.length;
    });
  }

  async takeUnknown(
    now: Instant,
    until: Instant,
    limit: number,
  ): Promise<readonly UnknownDelivery[]> {
    return this.run('takeUnknown', [], () =>
      this.database.outbox
        .all()
        .filter((row) => row.state === 'unknown' && row.reconcileAt !== null)
        .filter((row) => row.reconcileAt !== null && row.reconcileAt <= now)
        .slice(0, limit)
        .map((row) => {
          this.database.outbox.update(row.id, { reconcileAt: until });
          const { absentSince, automaticResends } = row;
          return {
            ...asDelivery(this.database, row, this.attemptOf(row)),
            absentSince,
            automaticResends,
          };
        }),
    );
  }

  async namedByOthers(
    { entryId, channelAccountId }: Pick<UnknownDelivery, 'entryId' | 'channelAccountId'>,
    providerIds: readonly string[],
  ): Promise<readonly string[]> {
    return this.run('namedByOthers', [], () =>
      this.database.attempts
        .all()
        .filter((row) => row.entryId !== entryId && row.channelAccountId === channelAccountId)
        .flatMap(({ providerId }) => providerId ?? [])
        .filter((id) => providerIds.includes(id)),
    );
  }

  async reconcile(reconciliation: Reconciliation): Promise<void> {
    await this.run('reconcile', [reconciliation], () => {
      const { entryId, attempt } =
        reconciliation.kind === 'settled' ? reconciliation.settlement : reconciliation;
      const row = this.database.outbox.get(entryId);
      if (row?.state !== 'unknown' || row.attempts !== attempt) return;
      this.applyReconciliation(row, reconciliation);
    });
  }

  private applyReconciliation(row: OutboxRow, reconciliation: Reconciliation): void {
    switch (reconciliation.kind) {
      case 'settled':
        applySettlement(this.database, reconciliation.settlement);
        return;
      case 'resend':
        this.database.attempts.update(this.attemptOf(row).id, { outcome: 'not-sent' });
        this.database.outbox.update(row.id, {
          state: 'waiting',
          dueAt: reconciliation.dueAt,
          reconcileAt: null,
          absentSince: null,
          automaticResends: row.automaticResends + 1,
        });
        return;
      case 'look-again': {
        const { absentSince, reconcileAt } = reconciliation;
        this.database.outbox.update(row.id, { absentSince, reconcileAt });
        const { givenUpAt: at } = reconciliation;
        if (at !== undefined) {
          turnAwayRows(this.database, [{ entryId: row.id, refusal: 'not-confirmed', at }]);
        }
        return;
      }
    }
  }

  private due(now: Instant): OutboxRow[] {
    return this.database.outbox
      .all()
      .filter((row) => row.state === 'waiting' && row.dueAt <= now)
      .filter((row) => (this.database.pauses.get(row.channelAccountId)?.until ?? 0) <= now)
      .sort(byUrgency);
  }

  private allowance({ accountId, slots, pacing, now }: Claim): number {
    if (pacing.perMinute === null) return slots;
    const begun = this.database.attempts
      .all()
      .filter((row) => row.channelAccountId === accountId && row.startedAt > now - MINUTE).length;
    return Math.max(0, Math.min(slots, pacing.perMinute - begun));
  }

  private beginAttempt(row: OutboxRow, claim: Claim): ClaimedDelivery {
    const { owner, leaseUntil, now } = claim;
    const number = row.attempts + 1;
    this.database.outbox.update(row.id, { state: 'sending', owner, leaseUntil, attempts: number });
    const attempt: AttemptRow = {
      id: `${row.id}/${String(number)}` as DeliveryAttemptId,
      entryId: row.id,
      channelAccountId: row.channelAccountId,
      number,
      outcome: 'begun',
      providerId: null,
      reason: null,
      startedAt: now,
      endedAt: null,
    };
    this.database.attempts.insert(attempt.id, attempt);
    return asDelivery(this.database, row, attempt);
  }

  private attemptOf(row: OutboxRow): AttemptRow {
    const attempt = this.database.attempts.findUnique(0, `${row.id} ${String(row.attempts)}`);
    if (attempt === undefined) throw new Error(`Entry ${row.id} has no attempt`);
    return attempt;
  }

  private async run<Value>(
    statement: string,
    rows: readonly unknown[],
    work: () => Value,
  ): Promise<Value> {
    return this.database.transaction(() => {
      this.database.onStatement(statement, rows);
      return work();
    });
  }
}

function byUrgency(one: OutboxRow, other: OutboxRow): number {
  return (
    outboxPriority[one.kind] - outboxPriority[other.kind] ||
    one.dueAt - other.dueAt ||
    (one.id < other.id ? -1 : 1)
  );
}

function asDelivery(
  database: MemoryDatabase,
  row: OutboxRow,
  attempt: AttemptRow,
): ClaimedDelivery {
  return {
    idempotencyKey: row.id,
    attempt: attempt.number,
    channelRef: row.channelRef,
    text: row.body,
    requestNumber: row.requestNumber,
    kind: row.kind,
    attachments: [],
    createdAt: row.createdAt,
    ...citizenOf(database, row),
    entryId: row.id,
    attemptId: attempt.id,
    channelAccountId: row.channelAccountId,
    requestId: row.requestId,
    messageId: row.messageId,
    staffId: row.staffId,
    asksCitizen: row.asksCitizen !== undefined,
    claimedAt: attempt.startedAt,
  };
}

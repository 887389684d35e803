import { StoreDataRefused } from '../error/store-errors.js';
import type { OutboxEntryId } from '../identity/ids.js';
import type { Checkpoint } from '../intake/checkpoint.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';
import { endOfTurn, pause } from '../time/turns.js';
import type { OutboxStore, Settlement } from './outbox.js';

/** An outcome that waits to be written; past its lease it is not ours any more. */
export interface EndedAttempt {
  readonly settlement: Settlement;
  readonly leaseUntil: Instant;
}

export interface SettlementPorts {
  readonly outbox: OutboxStore;
  readonly clock: Clock;
  readonly owner: string;
  readonly checkpoint: Checkpoint;
}

export interface SettlementEvents {
  readonly settled: (settlement: Settlement) => void;
  /** Somebody else settled these while we were sending: they go through reconciliation. */
  readonly fenced: (entries: readonly OutboxEntryId[]) => void;
  readonly failed: (error: unknown) => void;
  /** Nothing waits to be written any more. */
  readonly idle: () => void;
}

const RETRY_AFTER_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/**
 * Writes the outcomes that have come in with one commit, while the next ones gather. What cannot be
 * written now is kept and tried again while the lease holds; afterwards the sweep looks it up.
 */
export class SettlementWriter {
  private ended: EndedAttempt[] = [];
  private writing = false;
  private stopped = false;

  constructor(
    private readonly ports: SettlementPorts,
    private readonly events: SettlementEvents,
  ) {}

  get waiting(): number {
    return this.ended.length;
  }

  get isIdle(): boolean {
    return !this.writing && this.ended.length === 0;
  }

  add(ended: EndedAttempt): void {
    this.ended.push(ended);
    if (!this.writing) void this.writeAll();
  }

  /** What cannot be written from now on is left to the sweep. */
  stopRetrying(): void {
    this.stopped = true;
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    // What ends in the same turn is written together.
    await endOfTurn();
    let retryAfterMs = RETRY_AFTER_MS;
    while (this.ended.length > 0) {
      const batch = this.ended.splice(0);
      const unwritten = await this.write(batch);
      retryAfterMs = unwritten.length === 0 ? RETRY_AFTER_MS : retryAfterMs * 2;
      this.ended.unshift(...unwritten.filter((ended) => this.isOurs(ended)));
      if (unwritten.length > 0 && this.ended.length > 0) {
        await pause(Math.min(retryAfterMs, LONGEST_RETRY_MS));
      }
    }
    this.writing = false;
    this.events.idle();
  }

  /** @returns what is to be tried again. */
  private async write(batch: readonly EndedAttempt[]): Promise<readonly EndedAttempt[]> {
    try {
      await this.settle(batch.map(({ settlement }) => settlement));
      return [];
    } catch (error) {
      this.events.failed(error);
      if (!(error instanceof StoreDataRefused)) return batch;
    }
    // One refused value must not cost its neighbours their outcome.
    if (batch.length === 1) return [];
    const unwritten: EndedAttempt[] = [];
    for (const ended of batch) unwritten.push(...(await this.write([ended])));
    return unwritten;
  }

  private async settle(settlements: readonly Settlement[]): Promise<void> {
    const lost = await this.ports.outbox.settle(settlements, this.ports.owner);
    this.ports.checkpoint('deliver:settled');
    if (lost.length > 0) this.events.fenced(lost);
    for (const settlement of settlements) {
      if (!lost.includes(settlement.entryId)) this.events.settled(settlement);
    }
  }

  private isOurs(ended: EndedAttempt): boolean {
    return !this.stopped && this.ports.clock.now() < ended.leaseUntil;
  }
}

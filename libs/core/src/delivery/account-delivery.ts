import type { LiveAccount } from '../account/channel-accounts.js';
import type { DeliveryOutcome } from '../channel/delivery.js';
import type { OutboxEntryId } from '../identity/ids.js';
import type { Checkpoint } from '../intake/checkpoint.js';
import type { Clock } from '../time/clock.js';
import { addMilliseconds } from '../time/instant.js';
import { pause } from '../time/turns.js';
import type { ClaimedDelivery, OutboxStore, Settlement } from './outbox.js';
import type { DeliverySchedule } from './schedule.js';
import { settleAttempt } from './settle-attempt.js';

export interface DeliveryPorts {
  readonly outbox: OutboxStore;
  readonly clock: Clock;
  readonly schedule: DeliverySchedule;
  readonly owner: string;
  readonly checkpoint: Checkpoint;
  readonly events: DeliveryEvents;
}

export interface DeliveryEvents {
  readonly settled: (account: LiveAccount, settlement: Settlement) => void;
  /** Somebody else settled these while we were sending: they go through reconciliation. */
  readonly fenced: (entries: readonly OutboxEntryId[]) => void;
  readonly failed: (error: unknown) => void;
}

/** A slot that has been free for so long is filled even when it is the only one. */
const REFILL_AFTER_MS = 5;

/**
 * Sends for one account: fills free slots with one claim-and-attempt commit, writes the outcomes
 * that have come in with one commit, and waits for nobody. A slow provider fills its own slots only.
 */
export class AccountDelivery {
  private inFlight = 0;
  private pumping = false;
  private wokenMeanwhile = false;
  private settling = false;
  private stopped = false;
  private readonly ended: Settlement[] = [];
  private readonly abort = new AbortController();
  private quietListeners: (() => void)[] = [];

  constructor(
    private readonly ports: DeliveryPorts,
    readonly account: LiveAccount,
  ) {}

  /** Something may be due. Never waits. */
  wake(): void {
    this.wokenMeanwhile = true;
    if (!this.pumping && !this.stopped) void this.pump();
  }

  /** Claims nothing more; resolves when every attempt under way has its outcome written. */
  async drain(): Promise<void> {
    this.stopped = true;
    if (this.isQuiet()) return;
    await new Promise<void>((resolve) => this.quietListeners.push(resolve));
  }

  /** Ends the sends under way; their outcome is then unknown. */
  cancel(): void {
    this.abort.abort();
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    try {
      while (this.wokenMeanwhile && !this.stopped) {
        this.wokenMeanwhile = false;
        await this.fillSlots();
      }
    } catch (error) {
      this.ports.events.failed(error);
    } finally {
      this.pumping = false;
      this.tellWhenQuiet();
    }
  }

  private async fillSlots(): Promise<void> {
    const { slots } = this.account.pacing;
    const free = slots - this.inFlight;
    if (free === 0) return;
    if (free < slots / 4) await pause(REFILL_AFTER_MS);
    const claimed = await this.claim(slots - this.inFlight);
    for (const delivery of claimed) void this.send(delivery);
  }

  private async claim(slots: number): Promise<readonly ClaimedDelivery[]> {
    const { outbox, clock, owner, schedule, checkpoint } = this.ports;
    const now = clock.now();
    const leaseUntil = addMilliseconds(now, schedule.leaseMs);
    const { id: accountId, pacing } = this.account;
    const claimed = await outbox.claim({ accountId, owner, slots, now, leaseUntil, pacing });
    this.inFlight += claimed.length;
    if (claimed.length > 0) checkpoint('deliver:claimed');
    return claimed;
  }

  private async send(delivery: ClaimedDelivery): Promise<void> {
    const outcome = await this.attempt(delivery);
    this.ports.checkpoint('deliver:sent');
    const canLookUp = this.account.adapter.findSent !== undefined;
    const end = { outcome, endedAt: this.ports.clock.now(), canLookUp };
    this.ended.push(settleAttempt(delivery, end, this.ports.schedule));
    this.inFlight -= 1;
    void this.settleEnded();
    this.wake();
  }

  /** A worker that was frozen past half of its lease sends nothing: another one may hold the entry. */
  private async attempt(delivery: ClaimedDelivery): Promise<DeliveryOutcome> {
    const heldFor = this.ports.clock.now() - delivery.claimedAt;
    if (heldFor > this.ports.schedule.leaseMs / 2) {
      return {
        kind: 'not-sent',
        failure: { kind: 'transient', reason: 'the lease had nearly run out' },
      };
    }
    const timeout = AbortSignal.timeout(this.account.pacing.sendTimeoutMs);
    const signal = AbortSignal.any([timeout, this.abort.signal]);
    try {
      return await Promise.race([
        this.account.adapter.send(delivery, signal),
        unknownWhenAborted(signal),
      ]);
    } catch (error) {
      return { kind: 'unknown', reason: error instanceof Error ? error.name : 'error' };
    }
  }

  private async settleEnded(): Promise<void> {
    if (this.settling) return;
    this.settling = true;
    try {
      while (this.ended.length > 0) await this.settle(this.ended.splice(0));
    } catch (error) {
      // The leases run out and the sweep looks these up: nothing is sent twice.
      this.ports.events.failed(error);
    } finally {
      this.settling = false;
      this.tellWhenQuiet();
    }
  }

  private async settle(settlements: readonly Settlement[]): Promise<void> {
    const lost = await this.ports.outbox.settle(settlements, this.ports.owner);
    this.ports.checkpoint('deliver:settled');
    if (lost.length > 0) this.ports.events.fenced(lost);
    for (const settlement of settlements) {
      if (!lost.includes(settlement.entryId)) this.ports.events.settled(this.account, settlement);
    }
  }

  private isQuiet(): boolean {
    return this.inFlight === 0 && !this.pumping && !this.settling && this.ended.length === 0;
  }

  private tellWhenQuiet(): void {
    if (!this.isQuiet()) return;
    for (const listener of this.quietListeners.splice(0)) listener();
  }
}

async function unknownWhenAborted(signal: AbortSignal): Promise<DeliveryOutcome> {
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { kind: 'unknown', reason: 'no answer in time' };
}

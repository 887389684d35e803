import type { LiveAccount } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import type { DeliveryOutcome } from '../channel/delivery.js';
import { introduceTown } from '../consent/consent-texts.js';
import type { OutboxEntryId } from '../identity/ids.js';
import { type BudgetPorts, DailyBudget, overBudget, spendOf } from '../spend/daily-budget.js';
import { addMilliseconds, type Instant } from '../time/instant.js';
import { pause } from '../time/turns.js';
import { notSent, SendAttempts } from './attempt-send.js';
import type { ClaimedDelivery, Settlement } from './outbox.js';
import { type OutgoingMedia, withAttachments } from './outgoing-media.js';
import type { DeliverySchedule } from './schedule.js';
import { settleAttempt } from './settle-attempt.js';
import { type SettlementPorts, SettlementWriter } from './settlement-writer.js';

export interface DeliveryPorts extends SettlementPorts {
  readonly schedule: DeliverySchedule;
  readonly events: DeliveryEvents;
  readonly media: OutgoingMedia;
  readonly town: () => Pick<Town, 'name' | 'language' | 'zone'>;
  readonly spend: BudgetPorts['spend'];
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
  private stopped = false;
  /** The last claim filled every slot, or could not be made for want of one. */
  private mayBeMore = false;
  /** Since when a slot has been free that no claim has tried to fill. */
  private freeSince: Instant | null = null;
  private readonly attempts = new SendAttempts();
  private readonly settlements: SettlementWriter;
  private readonly budget: DailyBudget;
  private quietListeners: (() => void)[] = [];

  constructor(
    private readonly ports: DeliveryPorts,
    readonly account: LiveAccount,
  ) {
    this.budget = new DailyBudget(ports, account);
    const { settled, fenced, failed } = ports.events;
    this.settlements = new SettlementWriter(ports, {
      settled: (settlement) => {
        this.budget.end(settlement.entryId);
        settled(account, settlement);
      },
      fenced: (entries) => {
        for (const entryId of entries) this.budget.end(entryId);
        fenced(entries);
      },
      failed,
      idle: () => {
        // Nothing is begun while too many outcomes wait: now they are written.
        if (this.mayBeMore) this.wake();
        this.tellWhenQuiet();
      },
    });
  }

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
    this.attempts.cancel();
    this.settlements.stopRetrying();
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
    this.mayBeMore = true;
    if (this.freeSlots() === 0) return;
    if (this.freeSlots() < slots / 4) await pause(this.patienceMs());
    if (this.stopped) return;
    const free = this.freeSlots();
    this.freeSince = null;
    const claimed = await this.claim(free);
    this.mayBeMore = claimed.length === free;
    const held = await this.held(claimed);
    for (const delivery of claimed) void this.deliver(delivery, held.has(delivery.entryId));
  }

  /** What has become free while the last claim was under way has waited already. */
  private patienceMs(): number {
    if (this.freeSince === null) return REFILL_AFTER_MS;
    return Math.max(0, REFILL_AFTER_MS - (this.ports.clock.now() - this.freeSince));
  }

  /** While outcomes cannot be written nothing more is begun than slots could hold. */
  private freeSlots(): number {
    const { slots } = this.account.pacing;
    return this.settlements.waiting >= slots ? 0 : slots - this.inFlight;
  }

  private get sendTimeFactor(): number {
    return this.account.pacing.sendTimeFactor ?? 1;
  }

  /** In step with the time limit: a send that is under way within it is fenced off by nobody. */
  private get leaseMs(): number {
    return this.ports.schedule.leaseMs * this.sendTimeFactor;
  }

  private async claim(slots: number): Promise<readonly ClaimedDelivery[]> {
    if (slots === 0) return [];
    const { outbox, clock, owner, checkpoint } = this.ports;
    const now = clock.now();
    const leaseUntil = addMilliseconds(now, this.leaseMs);
    const { id: accountId, pacing, capabilities } = this.account;
    const claimed = await outbox.claim({
      ...{ accountId, owner, slots, now, leaseUntil, pacing },
      ...(capabilities.consent === 'keywords' && {
        introduce: introduceTown(this.ports.town(), capabilities.textLimit),
      }),
    });
    this.inFlight += claimed.length;
    if (claimed.length > 0) checkpoint('deliver:claimed');
    return claimed;
  }

  /** What was claimed is sent even when nobody can tell what the day has cost. */
  private async held(claimed: readonly ClaimedDelivery[]): Promise<ReadonlySet<OutboxEntryId>> {
    try {
      return await this.budget.held(claimed, this.ports.clock.now());
    } catch (error) {
      this.ports.events.failed(error);
      return new Set();
    }
  }

  private async deliver(delivery: ClaimedDelivery, isHeld: boolean): Promise<void> {
    const { clock, schedule, checkpoint, events, town } = this.ports;
    try {
      if (!isHeld) this.budget.begin(delivery, clock.now());
      const outcome: DeliveryOutcome = isHeld
        ? { kind: 'not-sent', failure: overBudget }
        : await this.attempt(delivery);
      checkpoint('deliver:sent');
      const canLookUp = this.account.adapter.findSent !== undefined;
      const endedAt = clock.now();
      const spend = spendOf(this.account, delivery.text, town().zone, endedAt);
      const end = { outcome, endedAt, canLookUp, spend };
      const settlement = settleAttempt(delivery, end, schedule);
      const leaseUntil = addMilliseconds(delivery.claimedAt, this.leaseMs);
      this.settlements.add({ settlement, leaseUntil });
    } catch (error) {
      events.failed(error);
    } finally {
      this.inFlight -= 1;
      this.freeSince ??= clock.now();
      if (this.mayBeMore) this.wake();
      this.tellWhenQuiet();
    }
  }

  /** A worker that was frozen past half of its lease sends nothing: another one may hold the entry. */
  private async attempt(delivery: ClaimedDelivery): Promise<DeliveryOutcome> {
    const heldFor = this.ports.clock.now() - delivery.claimedAt;
    if (heldFor > this.leaseMs / 2) return notSent('the lease had nearly run out');
    const { adapter, pacing } = this.account;
    const ready = await withAttachments(this.ports.media, this.account, delivery);
    if (ready.kind === 'not-sent') return ready;
    return this.attempts.send(adapter, ready.delivery, pacing.sendTimeoutMs * this.sendTimeFactor);
  }

  private isQuiet(): boolean {
    return this.inFlight === 0 && !this.pumping && this.settlements.isIdle;
  }

  private tellWhenQuiet(): void {
    if (!this.isQuiet()) return;
    for (const listener of this.quietListeners.splice(0)) listener();
  }
}

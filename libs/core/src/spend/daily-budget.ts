import type { LiveAccount } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import { isoDate } from '../calendar/calendar-date.js';
import { wallClock } from '../calendar/wall-clock.js';
import type { DeliveryFailure } from '../channel/delivery.js';
import { type ClaimedDelivery, isAutomatic } from '../delivery/outbox.js';
import type { OutboxEntryId } from '../identity/ids.js';
import { HOUR, type Instant } from '../time/instant.js';
import { costOf, type DailySpend, isCapReached } from './billing.js';
import type { SpendStore } from './spend-store.js';

export interface BudgetPorts {
  readonly spend: Pick<SpendStore, 'spentMicros'>;
  readonly town: () => Pick<Town, 'zone'>;
}

const FORGOTTEN_AFTER_MS = HOUR;

/** The answer for an automatic text that would cost more than the day's cap (ADR 0029). */
export const overBudget: DeliveryFailure = {
  kind: 'rejected',
  reason: "the account's daily cap is reached; automatic texts rest until the town's midnight",
};

/**
 * What one account may still send by itself today. What people wrote and emergencies are counted, and
 * never held.
 */
export class DailyBudget {
  /** Begun here, and not yet in the database's sum. */
  private readonly underWay = new Map<OutboxEntryId, { micros: number; begunAt: Instant }>();

  constructor(
    private readonly ports: BudgetPorts,
    private readonly account: LiveAccount,
  ) {}

  /** Which of these are over the cap: one read of one row, and only when it can matter. */
  async held(
    claimed: readonly ClaimedDelivery[],
    now: Instant,
  ): Promise<ReadonlySet<OutboxEntryId>> {
    const { id, billing = null, capabilities } = this.account;
    const automatic = claimed.filter(({ kind }) => isAutomatic(kind));
    const held = new Set<OutboxEntryId>();
    if (billing === null || billing.dailyCapMicros === null || automatic.length === 0) return held;
    const { spend, town } = this.ports;
    const spent = await spend.spentMicros(id, dayOf(town().zone, now));
    let expected = spent + this.underWayMicros(now);
    for (const { entryId, text } of automatic) {
      if (isCapReached(billing, expected)) held.add(entryId);
      else expected += costOf(text, capabilities, billing).micros;
    }
    return held;
  }

  begin({ entryId, text }: ClaimedDelivery, begunAt: Instant): void {
    const { billing = null, capabilities } = this.account;
    if (billing === null) return;
    this.underWay.set(entryId, { micros: costOf(text, capabilities, billing).micros, begunAt });
  }

  /** Its outcome is written. */
  end(entryId: OutboxEntryId): void {
    this.underWay.delete(entryId);
  }

  /** One whose outcome could never be written is forgotten: others look it up. */
  private underWayMicros(now: Instant): number {
    let sum = 0;
    for (const [entryId, { micros, begunAt }] of this.underWay) {
      if (now - begunAt > FORGOTTEN_AFTER_MS) this.underWay.delete(entryId);
      else sum += micros;
    }
    return sum;
  }
}

/** What an accepted message adds to the account's day; null where nothing is counted. */
export function spendOf(
  { id: channelAccountId, billing = null, capabilities }: LiveAccount,
  text: string,
  zone: string,
  at: Instant,
): DailySpend | null {
  if (billing === null) return null;
  return { channelAccountId, day: dayOf(zone, at), ...costOf(text, capabilities, billing) };
}

/** The town's date, which changes at its midnight. */
export function dayOf(zone: string, at: Instant): string {
  return isoDate(wallClock(zone).dateOf(at));
}

import type { LiveAccount } from '#core/account/channel-accounts';
import type { AccountArrivals, Arrivals } from '#core/silence/arrival-store';
import type { SilenceRules } from '#core/silence/judge-silence';
import { isLearning } from '#core/silence/watch-silence';
import { type DailySpend, MICROS } from '#core/spend/billing';
import { isoFromInstant } from '#core/time/instant';

import type { DirectoryEntry } from './account-directory.js';

/** An account as the staff API shows it; settings stay sealed. */
export interface AccountView {
  readonly code: string;
  readonly channel: string;
  readonly title: string;
  readonly enabled: boolean;
  readonly state: 'working' | 'disabled' | 'broken';
  /** Why it is broken. */
  readonly fault: string | null;
  /** Reaches nobody: its provider is the sandbox. */
  readonly sandbox: boolean;
  /** ISO 8601; null when nothing was counted yet. */
  readonly lastArrivalAt: string | null;
  /** Null where nothing is expected: disabled accounts and those of the sandbox. */
  readonly silence: 'normal' | 'learning' | 'abnormal' | null;
  /** Null where nothing is counted. */
  readonly spending: AccountSpending | null;
}

/** What an account has sent today, as decimal numbers of its currency. */
export interface AccountSpending {
  readonly day: string;
  readonly parts: number;
  readonly spent: number;
  /** Null for no cap. */
  readonly dailyCap: number | null;
  readonly currency: string;
}

export function accountSpending(
  live: LiveAccount | 'broken' | 'unknown',
  day: string,
  spends: readonly DailySpend[],
): AccountSpending | null {
  const billing = live === 'broken' || live === 'unknown' ? null : (live.billing ?? null);
  if (live === 'broken' || live === 'unknown' || billing === null) return null;
  const spend = spends.find(({ channelAccountId }) => channelAccountId === live.id);
  const { dailyCapMicros, currency } = billing;
  const dailyCap = dailyCapMicros === null ? null : dailyCapMicros / MICROS;
  return {
    ...{ day, parts: spend?.parts ?? 0, spent: (spend?.micros ?? 0) / MICROS, dailyCap, currency },
  };
}

export function accountView(
  { record, fault, sandbox }: DirectoryEntry,
  arrivals: Arrivals,
  rules: SilenceRules,
  spending: AccountSpending | null,
): AccountView {
  const { code, channel, title, enabled } = record;
  const state = !enabled ? 'disabled' : fault === null ? 'working' : 'broken';
  const known = arrivals.accounts.find(({ channelAccountId }) => channelAccountId === record.id);
  const lastArrivalAt = known === undefined ? null : isoFromInstant(known.lastAt);
  const silence = enabled && !sandbox ? silenceOf(known, arrivals, rules) : null;
  return {
    ...{ code, channel, title, enabled, state, fault, sandbox, lastArrivalAt, silence },
    spending,
  };
}

function silenceOf(
  known: AccountArrivals | undefined,
  { countedUntilAt }: Arrivals,
  rules: SilenceRules,
): AccountView['silence'] {
  if (known === undefined || countedUntilAt === null) return 'learning';
  if (known.silentFromAt !== null) return 'abnormal';
  return isLearning(known, countedUntilAt, rules) ? 'learning' : 'normal';
}

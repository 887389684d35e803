import type { PlannedAlert } from '../alert/plan-alert.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** How many messages came to one account in one hour of UTC; an hour without any has none. */
export interface ArrivalHour {
  readonly startAt: Instant;
  readonly arrivals: number;
}

/** What is known of the arrivals at one account. */
export interface AccountArrivals {
  readonly channelAccountId: ChannelAccountId;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Silence before it proves nothing: the account was switched off, or nobody counted. */
  readonly watchedFromAt: Instant | null;
  /** The arrival after which the silence was found abnormal; null once something came again. */
  readonly silentFromAt: Instant | null;
}

export interface Arrivals {
  /** Everything that came before was counted; null before the first count. */
  readonly countedUntilAt: Instant | null;
  readonly accounts: readonly AccountArrivals[];
}

export interface CountTerms {
  readonly now: Instant;
  /** Longer than any transaction that stores messages can take. */
  readonly settleMs: number;
  /** Most messages counted with one commit. */
  readonly limit: number;
}

export interface CountedPage {
  readonly counted: number;
  readonly more: boolean;
  /** Those whose abnormal silence ended. */
  readonly heardAgain: readonly ChannelAccountId[];
}

/** Each function is one transaction. Throws `StoreUnavailable` or `StoreConflict`. */
export interface ArrivalStore {
  /**
   * Counts the next stored messages by account and hour, each exactly once whatever crashes and however
   * many workers count. A message gets its number before it is committed: the newest number is noted,
   * and what lies up to it is counted only after `settleMs`, when nothing below can appear any more. A
   * range of the primary key, whatever was stored before.
   */
  count(terms: CountTerms): Promise<CountedPage>;
  read(): Promise<Arrivals>;
  /** The kept hours from one instant to the other, in order. */
  hours(account: ChannelAccountId, from: Instant, to: Instant): Promise<readonly ArrivalHour[]>;
  /** What came, or did not come, to these accounts before `at` proves nothing. */
  watchFrom(accounts: readonly ChannelAccountId[], at: Instant): Promise<void>;
  /**
   * Records that the silence after an arrival is abnormal, with its alerts. @returns false when it was
   * recorded before, or something has come since.
   */
  alarm(
    account: ChannelAccountId,
    lastAt: Instant,
    alerts: readonly PlannedAlert[],
  ): Promise<boolean>;
}

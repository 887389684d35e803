import type { ChannelAccountId } from '../identity/ids.js';
import type { BlockCount } from '../intake/block-cap.js';
import type { Instant } from '../time/instant.js';
import type { DailySpend } from './billing.js';

/** Throws `StoreUnavailable`. The sums are written with the outcomes of sends: see `Settlement`. */
export interface SpendStore {
  /** What every account has sent on a day of the town; those that sent nothing are left out. */
  on(day: string): Promise<readonly DailySpend[]>;
  /** In millionths; one row by its key. */
  spentMicros(account: ChannelAccountId, day: string): Promise<number>;
  /** Blocks of addresses, in windows that began since then, of which some were told nothing. */
  withheldBlocks(since: Instant): Promise<readonly BlockCount[]>;
}

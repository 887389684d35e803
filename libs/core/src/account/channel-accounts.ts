import type { ChannelAdapter } from '../channel/adapter.js';
import type { ChannelCapabilities } from '../channel/capabilities.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { Billing } from '../spend/billing.js';

/** An account with its adapter, ready to use. */
export interface LiveAccount {
  readonly id: ChannelAccountId;
  /** Stands in the address of its webhook. */
  readonly code: string;
  readonly title: string;
  /** Code of its channel. */
  readonly channel: string;
  readonly enabled: boolean;
  readonly capabilities: ChannelCapabilities;
  readonly adapter: ChannelAdapter;
  /** How the outbox sends for it. */
  readonly pacing: Pacing;
  /** What sending costs; null, or absent: nothing is counted. */
  readonly billing?: Billing | null;
}

export interface Pacing {
  /** Sends under way at once, per worker. */
  readonly slots: number;
  /** Sends a minute over all workers; null when the provider sets no limit. */
  readonly perMinute: number | null;
  /** After this time without an answer an attempt counts as unknown, in milliseconds. */
  readonly sendTimeoutMs: number;
  /** Of a provider that takes its time: time limit and lease are so many times as long; absent: 1. */
  readonly sendTimeFactor?: number;
}

export const defaultPacing: Pacing = { slots: 20, perMinute: null, sendTimeoutMs: 20_000 };

/**
 * The accounts of this process: a snapshot in memory, so that verification never queries the
 * database.
 */
export interface ChannelAccounts {
  /** The enabled account at this webhook address. */
  byCode(code: string): LiveAccount | null;
  /**
   * For what was stored earlier, disabled accounts included. `broken`: it exists but cannot be used
   * (its settings do not fit its channel); `unknown`: not in this snapshot, perhaps in the next.
   */
  byId(id: ChannelAccountId): LiveAccount | 'broken' | 'unknown';
  /** Enabled ones. */
  enabled(): readonly LiveAccount[];
}

import type { ChannelAccountId } from '#core/identity/ids';
import type { BlockCount } from '#core/intake/block-cap';
import type { DailySpend } from '#core/spend/billing';
import type { SpendStore } from '#core/spend/spend-store';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';

export class MemorySpendStore implements SpendStore {
  constructor(private readonly database: MemoryDatabase) {}

  async on(day: string): Promise<readonly DailySpend[]> {
    return this.database.transaction(() =>
      this.database.spends
        .all()
        .filter((row) => row.day === day)
        .toSorted((one, other) => (one.channelAccountId < other.channelAccountId ? -1 : 1)),
    );
  }

  async spentMicros(account: ChannelAccountId, day: string): Promise<number> {
    return this.database.transaction(
      () => this.database.spends.get(`${account} ${day}`)?.micros ?? 0,
    );
  }

  async withheldBlocks(since: Instant): Promise<readonly BlockCount[]> {
    return this.database.transaction(() =>
      this.database.blocks
        .all()
        .filter(({ windowStartAt, withheld }) => windowStartAt >= since && withheld > 0)
        .toSorted(
          (one, other) =>
            one.windowStartAt - other.windowStartAt || (one.block < other.block ? -1 : 1),
        ),
    );
  }
}

export function addSpend(database: MemoryDatabase, spend: DailySpend): void {
  const key = `${spend.channelAccountId} ${spend.day}`;
  const known = database.spends.get(key);
  if (known === undefined) {
    database.spends.insert(key, spend);
    return;
  }
  const sums = { parts: known.parts + spend.parts, micros: known.micros + spend.micros };
  database.spends.update(key, sums);
}

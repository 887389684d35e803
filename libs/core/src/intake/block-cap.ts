import type { ChannelCapabilities } from '../channel/capabilities.js';
import type { SenderAddress } from '../channel/normalised.js';
import type { Instant } from '../time/instant.js';

/** How many automatic texts the addresses of one block may cause, over all senders of the town. */
export interface BlockCap {
  readonly most: number;
  readonly withinMs: number;
}

/** What a block of addresses was told in one window of time. */
export interface BlockCount {
  /** Kind and first characters of its addresses, as `phone:+19195550`. */
  readonly block: string;
  readonly windowStartAt: Instant;
  readonly acknowledged: number;
  /** Automatic texts that were not sent. */
  readonly withheld: number;
}

/**
 * The block that a sender's address belongs to: numbers that are bought together begin alike. Null
 * where the channel's addresses have no such blocks.
 */
export function blockOf(
  { kind, address }: Pick<SenderAddress, 'kind' | 'address'>,
  { addressBlocks = {} }: Pick<ChannelCapabilities, 'addressBlocks'>,
): string | null {
  const length = addressBlocks[kind];
  return length === undefined ? null : `${kind}:${address.slice(0, length)}`;
}

export function windowStart(now: Instant, { withinMs }: BlockCap): Instant {
  return (now - (now % withinMs)) as Instant;
}

/** Counts what each block is told, over the batch at hand too. */
export class BlocksTold {
  private readonly acknowledged = new Map<string, number>();
  private readonly changed = new Map<string, BlockCount>();

  constructor(known: readonly BlockCount[]) {
    for (const { block, acknowledged } of known) this.acknowledged.set(block, acknowledged);
  }

  /** @returns whether one more automatic text may go to this block; remembered. */
  tell(block: string | null, cap: BlockCap, now: Instant): boolean {
    if (block === null) return true;
    const before = this.acknowledged.get(block) ?? 0;
    const isTold = before < cap.most;
    if (isTold) this.acknowledged.set(block, before + 1);
    const change = this.changed.get(block) ?? { acknowledged: 0, withheld: 0 };
    this.changed.set(block, {
      ...{ block, windowStartAt: windowStart(now, cap) },
      acknowledged: change.acknowledged + (isTold ? 1 : 0),
      withheld: change.withheld + (isTold ? 0 : 1),
    });
    return isTold;
  }

  /** What the batch adds to the counts. */
  changes(): readonly BlockCount[] {
    return [...this.changed.values()];
  }
}

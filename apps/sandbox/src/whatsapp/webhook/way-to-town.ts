import type { FaultBoard } from '../../fault-board.js';
import type { Ledger, LedgerLine } from '../../ledger.js';
import { type WayFault, wayFaults } from '../whatsapp-faults.js';
import type { WebhookPost } from './webhook-post.js';

interface WayTools {
  readonly faults: FaultBoard;
  readonly ledger: Ledger;
}

interface Held {
  readonly line: LedgerLine;
  readonly fault: 'reordered' | 'together';
  readonly timer: NodeJS.Timeout;
}

const LONGEST_HOLD_MS = 20_000;

/** How the messages of citizens reach the town: one call each, unless a fault was asked for. */
export class WayToTown {
  private held: Held | null = null;

  constructor(
    private readonly provider: string,
    private readonly tools: WayTools,
    private readonly post: Pick<WebhookPost, 'call' | 'repeat'>,
  ) {}

  async bring(line: LedgerLine): Promise<void> {
    const before = this.release();
    if (before !== null) return this.bringBoth(before, line);
    const fault = await this.takeFault();
    switch (fault) {
      case 'reordered':
      case 'together':
        this.hold(line, fault);
        return;
      case 'twice':
        await this.post.call([line]);
        return this.post.repeat([line]);
      case null:
        return this.post.call([line]);
    }
  }

  /** What is held then comes after the next start. */
  close(): void {
    this.release();
  }

  private async bringBoth({ line: first, fault }: Held, second: LedgerLine): Promise<void> {
    if (fault === 'together') return this.post.call([first, second]);
    await this.post.call([second]);
    await this.post.call([first]);
  }

  private hold(line: LedgerLine, fault: Held['fault']): void {
    const timer = setTimeout(() => {
      this.held = null;
      void this.post.call([line]).catch(() => undefined);
    }, LONGEST_HOLD_MS);
    this.held = { line, fault, timer };
  }

  private release(): Held | null {
    const { held } = this;
    this.held = null;
    clearTimeout(held?.timer);
    return held;
  }

  private async takeFault(): Promise<WayFault | null> {
    const { provider, tools } = this;
    const fault = tools.faults.take(provider, wayFaults);
    if (fault === null) return null;
    await tools.ledger.append({ provider, kind: 'misbehaved', facts: { fault } });
    return fault;
  }
}

import { StoreDataRefused } from '../error/store-errors.js';
import type { FileStore } from '../file/file-store.js';
import { endOfTurn } from '../time/turns.js';
import type { Checkpoint } from './checkpoint.js';
import { type AcceptedBatch, INLINE_RAW_BYTES, toRows } from './envelope-rows.js';
import type { EnvelopeStore, NewEnvelope } from './envelope-store.js';

export interface AcceptLimits {
  readonly batchRows: number;
  readonly batchBytes: number;
  readonly waitingRows: number;
  readonly waitingBytes: number;
}

export const defaultAcceptLimits: AcceptLimits = {
  batchRows: 128,
  batchBytes: 1024 * 1024,
  waitingRows: 2_000,
  waitingBytes: 16 * 1024 * 1024,
};

export interface AcceptPorts {
  readonly envelopes: EnvelopeStore;
  readonly files: FileStore;
  /** Told once after each commit that brought something new. */
  readonly ring: () => void;
  /** A row that the database refuses: kept for people, never lost. */
  readonly deadLetter: (row: NewEnvelope, reason: string) => Promise<void>;
  readonly checkpoint: Checkpoint;
}

/** What the sender may be told. `overloaded` and `failed` mean: not stored, send it again. */
export type Acceptance =
  | { readonly kind: 'stored' }
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'failed'; readonly reason: string };

interface Waiting {
  readonly rows: readonly NewEnvelope[];
  readonly bytes: number;
  readonly answer: (acceptance: Acceptance) => void;
}

/**
 * Group commit: everything that waits while one INSERT commits goes into the next. Flushed at the
 * end of the event-loop turn when the writer is idle, never on a timer.
 */
export class EnvelopeAcceptor {
  private readonly small = new GroupWriter(this);
  private readonly large = new GroupWriter(this);
  private waitingRows = 0;
  private waitingBytes = 0;

  constructor(
    readonly ports: AcceptPorts,
    readonly limits: AcceptLimits = defaultAcceptLimits,
  ) {}

  /** Resolves after the commit. All envelopes of one call are stored together. */
  async accept(batch: AcceptedBatch): Promise<Acceptance> {
    const bytes = batch.envelopes.reduce((sum, envelope) => sum + envelope.raw.byteLength, 0);
    const count = batch.envelopes.length;
    if (count === 0) return { kind: 'stored' };
    const full = this.waitingRows > 0 && this.waitingRows + count > this.limits.waitingRows;
    if (full || (this.waitingBytes > 0 && this.waitingBytes + bytes > this.limits.waitingBytes)) {
      return { kind: 'overloaded' };
    }
    this.waitingRows += count;
    this.waitingBytes += bytes;
    try {
      const rows = await toRows(batch, this.ports.files);
      const writer = bytes > INLINE_RAW_BYTES ? this.large : this.small;
      return await new Promise((answer) => {
        writer.push({ rows, bytes, answer });
      });
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      this.waitingRows -= count;
      this.waitingBytes -= bytes;
    }
  }

  /** Resolves when everything that was accepted so far is answered. */
  async drain(): Promise<void> {
    await Promise.all([this.small.idle(), this.large.idle()]);
  }
}

/** One writer: a queue in memory and one INSERT under way. */
class GroupWriter {
  private waiting: Waiting[] = [];
  private scheduled = false;
  private idleListeners: (() => void)[] = [];

  constructor(private readonly acceptor: EnvelopeAcceptor) {}

  push(item: Waiting): void {
    this.waiting.push(item);
    this.schedule();
  }

  async idle(): Promise<void> {
    if (!this.scheduled) return;
    await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    void endOfTurn().then(() => this.flush());
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.write(this.take());
      // A synchronous database would starve the requests that wait to be read.
      await endOfTurn();
    }
    this.scheduled = false;
    for (const listener of this.idleListeners.splice(0)) listener();
  }

  private take(): Waiting[] {
    const { batchRows, batchBytes } = this.acceptor.limits;
    let rows = 0;
    let bytes = 0;
    let taken = 0;
    for (const item of this.waiting) {
      rows += item.rows.length;
      bytes += item.bytes;
      if (taken > 0 && (rows > batchRows || bytes > batchBytes)) break;
      taken += 1;
    }
    return this.waiting.splice(0, taken);
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const { envelopes, checkpoint, ring } = this.acceptor.ports;
    const rows = batch.flatMap((item) => item.rows);
    try {
      checkpoint('accept:before-commit');
      const { inserted } = await envelopes.insert(rows);
      checkpoint('accept:committed');
      for (const item of batch) item.answer({ kind: 'stored' });
      if (inserted > 0) ring();
    } catch (error) {
      await this.writeFailed(batch, error);
    }
  }

  /** A refused value is hunted down by halves; any other failure is everybody's. */
  private async writeFailed(batch: readonly Waiting[], error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    if (!(error instanceof StoreDataRefused)) {
      for (const item of batch) item.answer({ kind: 'failed', reason });
      return;
    }
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, middle));
      await this.write(batch.slice(middle));
      return;
    }
    for (const item of batch) await this.keepRefused(item, reason);
  }

  private async keepRefused(item: Waiting, reason: string): Promise<void> {
    for (const row of item.rows) await this.acceptor.ports.deadLetter(row, reason);
    item.answer({ kind: 'failed', reason });
  }
}

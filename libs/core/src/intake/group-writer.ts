import { StoreDataRefused } from '../error/store-errors.js';
import { endOfTurn } from '../time/turns.js';
import type { Checkpoint } from './checkpoint.js';
import type { EnvelopeStore, NewEnvelope } from './envelope-store.js';

/** What the sender may be told. `overloaded` and `failed` mean: not stored, send it again. */
export type Acceptance =
  | { readonly kind: 'stored' }
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface WriterPorts {
  readonly envelopes: EnvelopeStore;
  /** Told once after each commit that brought something new. */
  readonly ring: () => void;
  /** A row that the database refuses: kept for people, never lost. */
  readonly deadLetter: (row: NewEnvelope, reason: string) => Promise<void>;
  readonly checkpoint: Checkpoint;
}

export interface WriterLimits {
  readonly batchRows: number;
  readonly batchBytes: number;
}

export interface WaitingRows {
  readonly rows: readonly NewEnvelope[];
  readonly bytes: number;
  readonly answer: (acceptance: Acceptance) => void;
}

/** One writer: a queue in memory and one INSERT under way. */
export class GroupWriter {
  private waiting: WaitingRows[] = [];
  private scheduled = false;

  constructor(
    private readonly ports: WriterPorts,
    private readonly limits: WriterLimits,
  ) {}

  push(item: WaitingRows): void {
    this.waiting.push(item);
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
  }

  private take(): WaitingRows[] {
    const { batchRows, batchBytes } = this.limits;
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

  private async write(batch: readonly WaitingRows[]): Promise<void> {
    try {
      await this.insert(batch.flatMap((item) => item.rows));
      for (const item of batch) item.answer({ kind: 'stored' });
    } catch (error) {
      await this.writeFailed(batch, error);
    }
  }

  private async insert(rows: readonly NewEnvelope[]): Promise<void> {
    const { envelopes, checkpoint, ring } = this.ports;
    checkpoint('accept:before-commit');
    const { inserted } = await envelopes.insert(rows);
    checkpoint('accept:committed');
    if (inserted > 0) ring();
  }

  /** A refused value is hunted down by halves; any other failure is everybody's. */
  private async writeFailed(batch: readonly WaitingRows[], error: unknown): Promise<void> {
    const [only] = batch;
    if (!(error instanceof StoreDataRefused)) {
      for (const item of batch) item.answer(failed(error));
    } else if (batch.length === 1 && only !== undefined) {
      only.answer(await this.storeByHalves(only.rows, error));
    } else {
      const middle = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, middle));
      await this.write(batch.slice(middle));
    }
  }

  /** Stores what can be stored of one request; a bad row goes to the dead letters, alone. */
  private async storeByHalves(
    rows: readonly NewEnvelope[],
    refusal: StoreDataRefused,
  ): Promise<Acceptance> {
    const [only] = rows;
    if (rows.length === 1 && only !== undefined) return this.keepRefused(only, refusal);
    const middle = Math.ceil(rows.length / 2);
    const first = await this.storeHalf(rows.slice(0, middle));
    const second = await this.storeHalf(rows.slice(middle));
    return first.kind === 'stored' ? second : first;
  }

  private async storeHalf(rows: readonly NewEnvelope[]): Promise<Acceptance> {
    try {
      await this.insert(rows);
      return { kind: 'stored' };
    } catch (error) {
      return error instanceof StoreDataRefused ? this.storeByHalves(rows, error) : failed(error);
    }
  }

  private async keepRefused(row: NewEnvelope, refusal: StoreDataRefused): Promise<Acceptance> {
    try {
      await this.ports.deadLetter(row, refusal.message);
      return failed(refusal);
    } catch (error) {
      // The sender still has it and comes again; the writer must go on for the others.
      return failed(error);
    }
  }
}

export function failed(error: unknown): Acceptance {
  return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
}

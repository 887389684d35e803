import type { FileStore } from '../file/file-store.js';
import { type AcceptedBatch, INLINE_RAW_BYTES, toRows } from './envelope-rows.js';
import {
  type Acceptance,
  failed,
  GroupWriter,
  type WriterLimits,
  type WriterPorts,
} from './group-writer.js';

export interface AcceptLimits extends WriterLimits {
  readonly waitingRows: number;
  readonly waitingBytes: number;
}

export const defaultAcceptLimits: AcceptLimits = {
  batchRows: 128,
  batchBytes: 1024 * 1024,
  waitingRows: 2_000,
  waitingBytes: 16 * 1024 * 1024,
};

export interface AcceptPorts extends WriterPorts {
  readonly files: FileStore;
}

/**
 * Group commit: everything that waits while one INSERT commits goes into the next. Flushed at the
 * end of the event-loop turn when the writer is idle, never on a timer. Large rows go through a
 * writer of their own, so that they delay nobody.
 */
export class EnvelopeAcceptor {
  private readonly small: GroupWriter;
  private readonly large: GroupWriter;
  private readonly underWay = new Set<Promise<Acceptance>>();
  private waitingRows = 0;
  private waitingBytes = 0;

  constructor(
    private readonly ports: AcceptPorts,
    private readonly limits: AcceptLimits = defaultAcceptLimits,
  ) {
    this.small = new GroupWriter(ports, limits);
    this.large = new GroupWriter(ports, limits);
  }

  /** Resolves after the commit. All envelopes of one call are stored together. */
  async accept(batch: AcceptedBatch): Promise<Acceptance> {
    const rows = batch.envelopes.length;
    const bytes = batch.envelopes.reduce((sum, envelope) => sum + envelope.raw.byteLength, 0);
    if (rows === 0) return { kind: 'stored' };
    if (this.isFull(rows, bytes)) return { kind: 'overloaded' };
    this.waitingRows += rows;
    this.waitingBytes += bytes;
    const acceptance = this.store(batch, bytes);
    this.underWay.add(acceptance);
    try {
      return await acceptance;
    } finally {
      this.underWay.delete(acceptance);
      this.waitingRows -= rows;
      this.waitingBytes -= bytes;
    }
  }

  /** Resolves when everything that was accepted so far is answered. */
  async drain(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** One request is always taken, however large: otherwise it could never come in. */
  private isFull(rows: number, bytes: number): boolean {
    if (this.waitingRows === 0) return false;
    return (
      this.waitingRows + rows > this.limits.waitingRows ||
      this.waitingBytes + bytes > this.limits.waitingBytes
    );
  }

  private async store(batch: AcceptedBatch, bytes: number): Promise<Acceptance> {
    try {
      const rows = await toRows(batch, this.ports.files);
      const writer = bytes > INLINE_RAW_BYTES ? this.large : this.small;
      return await new Promise((answer) => {
        writer.push({ rows, bytes, answer });
      });
    } catch (error) {
      return failed(error);
    }
  }
}

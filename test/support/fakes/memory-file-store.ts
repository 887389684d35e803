import { createHash } from 'node:crypto';

import type { FileStore, StoredFile } from '#core/file/file-store';
import type { Clock } from '#core/time/clock';
import type { Instant } from '#core/time/instant';

export class MemoryFileStore implements FileStore {
  private readonly files = new Map<string, { bytes: Buffer; readonly storedAt: Instant }>();

  constructor(private readonly clock: Clock) {}

  async put(bytes: Uint8Array): Promise<Buffer> {
    await Promise.resolve();
    const sha256 = createHash('sha256').update(bytes).digest();
    const name = sha256.toString('hex');
    if (!this.files.has(name)) {
      this.files.set(name, { bytes: Buffer.from(bytes), storedAt: this.clock.now() });
    }
    return sha256;
  }

  async read(sha256: Buffer): Promise<Buffer | null> {
    await Promise.resolve();
    const bytes = this.files.get(sha256.toString('hex'))?.bytes;
    const intact =
      bytes !== undefined && createHash('sha256').update(bytes).digest().equals(sha256);
    return intact ? bytes : null;
  }

  async *list(): AsyncIterable<StoredFile> {
    await Promise.resolve();
    for (const [sha256, { storedAt }] of this.files) yield { sha256, storedAt };
  }

  async remove(sha256: Buffer): Promise<void> {
    await Promise.resolve();
    this.files.delete(sha256.toString('hex'));
  }

  /** As a broken disk would. */
  alter(sha256: Buffer, bytes: Buffer): void {
    const file = this.files.get(sha256.toString('hex'));
    if (file !== undefined) file.bytes = bytes;
  }
}

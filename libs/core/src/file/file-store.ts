import type { Instant } from '../time/instant.js';

/**
 * Content-addressed bytes: raw messages over 64 KiB, whole batch requests, attachments. A put is on
 * disk when it resolves, file and folder synced; putting the same bytes twice is harmless.
 */
export interface FileStore {
  put(bytes: Uint8Array): Promise<Buffer>;
  /** @param sha256 32 bytes, as `put` returned them. Null when no such file exists or its bytes were altered. */
  read(sha256: Buffer): Promise<Buffer | null>;
  /** Every stored file, for the ledger. */
  list(): AsyncIterable<StoredFile>;
  remove(sha256: Buffer): Promise<void>;
}

export interface StoredFile {
  /** In hexadecimal. */
  readonly sha256: string;
  readonly storedAt: Instant;
}

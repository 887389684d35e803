import type { DedupeKey, IdentityKey } from '../identity/binary-key.js';
import type { ChannelAccountId, EnvelopeId, ServiceRequestId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import type { EnvelopeOutcome } from './envelope-outcome.js';

/** One row of the intake table, ready to be written. */
export interface NewEnvelope {
  readonly channelAccountId: ChannelAccountId;
  readonly dedupeKey: DedupeKey;
  readonly identityKey: IdentityKey;
  readonly lane: number;
  readonly providerId: string | null;
  readonly contentType: string;
  /** Null when the bytes lie in the file store. */
  readonly raw: Buffer | null;
  readonly rawSha256: Buffer;
  /** The whole request that carried this and other envelopes, in the file store. */
  readonly requestSha256: Buffer | null;
  readonly receivedAt: Instant;
}

/**
 * What acceptance needs of the database. Throws `StoreUnavailable`, `StoreConflict` or
 * `StoreDataRefused`; then nothing of the call was stored, as far as anybody knows.
 */
export interface EnvelopeStore {
  /**
   * One statement, one durable commit; a known dedupe key is left as it is. When the one that is
   * known came to another account, a second statement notes that it came to this one too.
   */
  insert(rows: readonly NewEnvelope[]): Promise<{ readonly inserted: number }>;
  /** As `insert`, with the new cursor of the polled account in the same transaction. */
  insertPolled(
    rows: readonly NewEnvelope[],
    account: ChannelAccountId,
    cursor: string,
  ): Promise<void>;
  pollCursor(account: ChannelAccountId): Promise<string | null>;
  findByDedupeKey(key: DedupeKey): Promise<AcceptedEnvelope | null>;
}

export interface AcceptedEnvelope {
  readonly id: EnvelopeId;
  readonly lane: number;
  readonly identityKey: IdentityKey;
  /** Null while it waits for its registration. */
  readonly outcome: EnvelopeOutcome | null;
  readonly request: {
    readonly id: ServiceRequestId;
    readonly number: string;
    readonly expectedAt: Instant | null;
  } | null;
}

import type { DedupeKey, IdentityKey } from '../identity/binary-key.js';
import type { ChannelAccountId, EnvelopeId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** One event as a provider handed it over: verified, not yet understood. Made by `receive` and `poll`. */
export interface InboundEnvelope {
  readonly dedupeKey: DedupeKey;
  readonly identityKey: IdentityKey;
  /** The provider's own id, for people to read. At most 255 bytes; null when the provider has none. */
  readonly providerId: string | null;
  readonly contentType: string;
  /** The exact bytes of this event; never altered afterwards. */
  readonly raw: Uint8Array;
}

/** An envelope as it was stored, handed to `normalise`. */
export interface StoredEnvelope {
  readonly id: EnvelopeId;
  readonly channelAccountId: ChannelAccountId;
  readonly identityKey: IdentityKey;
  readonly providerId: string | null;
  readonly contentType: string;
  readonly raw: Buffer;
  readonly receivedAt: Instant;
  /** Registrations that were begun and took the process down with them. */
  readonly strikes: number;
}

import type { AttachmentId, ChannelAccountId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

export interface PendingAttachment {
  readonly id: AttachmentId;
  readonly channelAccountId: ChannelAccountId;
  readonly reference: string;
  readonly attempts: number;
  readonly createdAt: Instant;
}

export type FetchedAttachment =
  | {
      readonly state: 'stored';
      readonly sha256: Buffer;
      readonly size: number;
      readonly contentType: string;
    }
  | { readonly state: 'gone'; readonly reason: string }
  | { readonly state: 'pending'; readonly dueAt: Instant };

export interface AttachmentStore {
  /** Attachments whose bytes are still at the provider; their `dueAt` moves to `until`, so that no colleague fetches too. */
  takePending(now: Instant, until: Instant, limit: number): Promise<readonly PendingAttachment[]>;
  settle(id: AttachmentId, fetched: FetchedAttachment): Promise<void>;
  /** The bytes of the envelope it came with: `raw` null when they lie in the file store. */
  envelopeOf(id: AttachmentId): Promise<{
    readonly raw: Buffer | null;
    readonly rawSha256: Buffer;
  } | null>;
  /** For download: null when unknown or not stored. */
  find(id: AttachmentId): Promise<{
    readonly sha256: Buffer;
    readonly filename: string | null;
    readonly contentType: string;
  } | null>;
}

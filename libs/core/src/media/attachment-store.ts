import type {
  AttachmentId,
  ChannelAccountId,
  MessageId,
  ServiceRequestId,
} from '../identity/ids.js';
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
  /** For download; null when unknown. */
  find(id: AttachmentId): Promise<FoundAttachment | null>;
  /** The files that go out with a message of ours, in their order. */
  ofOutgoing(id: MessageId): Promise<readonly OutgoingFileRow[]>;
}

export type FoundAttachment = {
  readonly requestId: ServiceRequestId;
  readonly filename: string | null;
  readonly contentType: string;
} & (
  | { readonly state: 'stored'; readonly sha256: Buffer }
  | { readonly state: 'pending' }
  | { readonly state: 'gone'; readonly reason: string | null }
);

export interface OutgoingFileRow {
  readonly filename: string;
  readonly contentType: string;
  readonly sha256: Buffer;
}

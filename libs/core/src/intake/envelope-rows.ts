import { createHash } from 'node:crypto';

import type { InboundEnvelope } from '../channel/envelope.js';
import type { FileStore } from '../file/file-store.js';
import { laneOf } from '../identity/binary-key.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import type { NewEnvelope } from './envelope-store.js';

/** Larger raw bytes go to the file store, and their row goes alone. */
export const INLINE_RAW_BYTES = 64 * 1024;

export interface AcceptedBatch {
  readonly channelAccountId: ChannelAccountId;
  readonly envelopes: readonly InboundEnvelope[];
  /** The whole request, when it carried more than one envelope. */
  readonly wholeRequest: Buffer | null;
  readonly receivedAt: Instant;
}

/** The rows of one batch. Large raw bytes are in the file store, synced, before the row exists. */
export async function toRows(batch: AcceptedBatch, files: FileStore): Promise<NewEnvelope[]> {
  const requestSha256 = batch.wholeRequest === null ? null : await files.put(batch.wholeRequest);
  return Promise.all(
    batch.envelopes.map((envelope) => toRow(batch, envelope, { files, requestSha256 })),
  );
}

async function toRow(
  batch: AcceptedBatch,
  envelope: InboundEnvelope,
  stored: { readonly files: FileStore; readonly requestSha256: Buffer | null },
): Promise<NewEnvelope> {
  const raw = Buffer.from(envelope.raw);
  const inline = raw.length <= INLINE_RAW_BYTES;
  return {
    channelAccountId: batch.channelAccountId,
    dedupeKey: envelope.dedupeKey,
    identityKey: envelope.identityKey,
    lane: laneOf(envelope.identityKey),
    providerId: envelope.providerId,
    contentType: envelope.contentType,
    raw: inline ? raw : null,
    rawSha256: inline ? createHash('sha256').update(raw).digest() : await stored.files.put(raw),
    requestSha256: stored.requestSha256,
    receivedAt: batch.receivedAt,
  };
}

import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { FetchedMedia, RawBytes } from '../channel/adapter.js';
import type { FileStore } from '../file/file-store.js';
import type { Clock } from '../time/clock.js';
import { addMilliseconds, DAY, MINUTE } from '../time/instant.js';
import { withinTime } from '../time/time-limit.js';
import type { AttachmentStore, FetchedAttachment, PendingAttachment } from './attachment-store.js';

export interface FetchAttachmentPorts {
  readonly attachments: AttachmentStore;
  readonly accounts: ChannelAccounts;
  readonly files: FileStore;
  readonly clock: Clock;
}

const ATTACHMENTS_PER_ROUND = 10;
const FETCH_TIMEOUT_MS = 20_000;
/** An attachment that could not be fetched for so long is given up; providers keep media for days. */
const GIVE_UP_AFTER_MS = 3 * DAY;

/**
 * Brings the bytes of attachments in, after the message was acknowledged and shown. Bytes are on
 * disk before the row says so; a repeat finds the same file.
 *
 * @returns how many were looked at.
 */
export async function fetchAttachments(
  ports: FetchAttachmentPorts,
  signal: AbortSignal,
): Promise<number> {
  const now = ports.clock.now();
  const until = addMilliseconds(now, ATTACHMENTS_PER_ROUND * FETCH_TIMEOUT_MS);
  const pending = await ports.attachments.takePending(now, until, ATTACHMENTS_PER_ROUND);
  for (const attachment of pending) {
    if (signal.aborted) break;
    const media = await fetchOne(ports, attachment, signal);
    await ports.attachments.settle(attachment.id, await settled(ports, attachment, media));
  }
  return pending.length;
}

async function fetchOne(
  ports: FetchAttachmentPorts,
  attachment: PendingAttachment,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  const account = ports.accounts.byId(attachment.channelAccountId);
  if (account === 'unknown' || account === 'broken')
    return { kind: 'unavailable', reason: 'account' };
  if (account.adapter.fetchMedia === undefined)
    return { kind: 'gone', reason: 'the channel has no media' };
  const fetchMedia = account.adapter.fetchMedia.bind(account.adapter);
  const { reference } = attachment;
  const raw = () => rawOf(ports, attachment);
  try {
    return await withinTime(FETCH_TIMEOUT_MS, signal, (limited) =>
      fetchMedia(reference, limited, raw),
    );
  } catch (error) {
    return { kind: 'unavailable', reason: error instanceof Error ? error.name : 'error' };
  }
}

async function rawOf(
  { attachments, files }: FetchAttachmentPorts,
  { id }: PendingAttachment,
): ReturnType<RawBytes> {
  const envelope = await attachments.envelopeOf(id);
  return envelope === null ? null : (envelope.raw ?? files.read(envelope.rawSha256));
}

async function settled(
  ports: FetchAttachmentPorts,
  attachment: PendingAttachment,
  media: FetchedMedia,
): Promise<FetchedAttachment> {
  const now = ports.clock.now();
  switch (media.kind) {
    case 'fetched': {
      const { bytes, contentType } = media;
      return {
        state: 'stored',
        sha256: await ports.files.put(bytes),
        size: bytes.length,
        contentType,
      };
    }
    case 'gone':
      return { state: 'gone', reason: media.reason };
    case 'unavailable': {
      if (now - attachment.createdAt > GIVE_UP_AFTER_MS)
        return { state: 'gone', reason: media.reason };
      const waitMs = MINUTE * 2 ** Math.min(attachment.attempts, 6);
      return { state: 'pending', dueAt: addMilliseconds(now, waitMs) };
    }
  }
}

import type { LiveAccount } from '../account/channel-accounts.js';
import type { DeliveryOutcome, OutgoingAttachment } from '../channel/delivery.js';
import type { FileStore } from '../file/file-store.js';
import type { AttachmentStore } from '../media/attachment-store.js';
import { notSent } from './attempt-send.js';
import type { ClaimedDelivery } from './outbox.js';

export interface OutgoingMedia {
  readonly attachments: Pick<AttachmentStore, 'ofOutgoing'>;
  readonly files: Pick<FileStore, 'read'>;
}

type Prepared =
  | { readonly kind: 'ready'; readonly delivery: ClaimedDelivery }
  | Extract<DeliveryOutcome, { readonly kind: 'not-sent' }>;

/** The delivery with its files. Words whose files are missing do not leave without them. */
export async function withAttachments(
  media: OutgoingMedia,
  { capabilities }: LiveAccount,
  delivery: ClaimedDelivery,
): Promise<Prepared> {
  const { kind, messageId } = delivery;
  if (kind !== 'reply' || messageId === null || !capabilities.attachments.outbound) {
    return { kind: 'ready', delivery };
  }
  try {
    const attachments: OutgoingAttachment[] = [];
    for (const { sha256, ...named } of await media.attachments.ofOutgoing(messageId)) {
      const bytes = await media.files.read(sha256);
      if (bytes === null) return missing;
      attachments.push({ ...named, bytes });
    }
    return { kind: 'ready', delivery: { ...delivery, attachments } };
  } catch {
    // Neither database nor disk answered: nothing has left, so it is tried again.
    return notSent('the attachments could not be read');
  }
}

const missing: Prepared = {
  kind: 'not-sent',
  failure: { kind: 'rejected', reason: 'the bytes of an attachment are missing or were altered' },
};

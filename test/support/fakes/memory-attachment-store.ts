import type { AttachmentId, MessageId } from '#core/identity/ids';
import type {
  AttachmentStore,
  FetchedAttachment,
  FoundAttachment,
  OutgoingFileRow,
  PendingAttachment,
} from '#core/media/attachment-store';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';

export class MemoryAttachmentStore implements AttachmentStore {
  constructor(private readonly database: MemoryDatabase) {}

  async takePending(
    now: Instant,
    until: Instant,
    limit: number,
  ): Promise<readonly PendingAttachment[]> {
    return this.database.transaction(() => {
      this.database.onStatement('takePending', []);
      return this.database.attachments
        .all()
        .filter((row) => row.state === 'pending' && row.dueAt <= now)
        .slice(0, limit)
        .map(({ id, channelAccountId, reference, attempts, createdAt }) => {
          this.database.attachments.update(id, { dueAt: until, attempts: attempts + 1 });
          return { id, channelAccountId, reference, attempts: attempts + 1, createdAt };
        });
    });
  }

  async settle(id: AttachmentId, fetched: FetchedAttachment): Promise<void> {
    await this.database.transaction(() => {
      this.database.onStatement('settleAttachment', [id]);
      if (this.database.attachments.get(id)?.state !== 'pending') return;
      this.database.attachments.update(id, fetched);
    });
  }

  async envelopeOf(id: AttachmentId): Promise<{
    readonly raw: Buffer | null;
    readonly rawSha256: Buffer;
  } | null> {
    return this.database.transaction(() => {
      const messageId = this.database.attachments.get(id)?.messageId;
      const envelopeId =
        messageId === undefined ? null : this.database.messages.get(messageId)?.envelopeId;
      return envelopeId == null ? null : (this.database.envelopes.get(envelopeId) ?? null);
    });
  }

  async find(id: AttachmentId): Promise<FoundAttachment | null> {
    return this.database.transaction(() => {
      const row = this.database.attachments.get(id);
      const message = row === undefined ? undefined : this.database.messages.get(row.messageId);
      if (row === undefined || message === undefined) return null;
      const { filename, contentType, state, sha256, reason } = row;
      const named = { requestId: message.requestId, filename, contentType };
      if (state === 'gone') return { ...named, state, reason };
      return sha256 === null
        ? { ...named, state: 'pending' }
        : { ...named, state: 'stored', sha256 };
    });
  }

  async ofOutgoing(id: MessageId): Promise<readonly OutgoingFileRow[]> {
    return this.database.transaction(() => {
      this.database.onStatement('ofOutgoing', [id]);
      return this.database.attachments
        .all()
        .flatMap(({ messageId, filename, contentType, sha256 }) =>
          messageId === id && sha256 !== null
            ? [{ filename: filename ?? '', contentType, sha256 }]
            : [],
        );
    });
  }
}

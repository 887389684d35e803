import type { AttachmentId } from '#core/identity/ids';
import type {
  AttachmentStore,
  FetchedAttachment,
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

  async find(id: AttachmentId): Promise<{
    readonly sha256: Buffer;
    readonly filename: string | null;
    readonly contentType: string;
  } | null> {
    return this.database.transaction(() => {
      const row = this.database.attachments.get(id);
      if (row?.state !== 'stored' || row.sha256 === null) return null;
      return { sha256: row.sha256, filename: row.filename, contentType: row.contentType };
    });
  }
}

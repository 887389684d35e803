import type { AuditEntry } from '#core/audit/audit-entry';
import type { EnvelopeId, MessageId, ServiceRequestId } from '#core/identity/ids';
import type { KeptSource, QuarantinedSource, SourceStore } from '#core/media/source-store';

import type { MemoryDatabase } from './memory-database.js';

export class MemorySourceStore implements SourceStore {
  constructor(private readonly database: MemoryDatabase) {}

  async ofMessage(requestId: ServiceRequestId, messageId: MessageId): Promise<KeptSource | null> {
    return this.database.transaction(() => {
      const message = this.database.messages.get(messageId);
      if (message?.requestId !== requestId || message.envelopeId === null) return null;
      return this.sourceOf(message.envelopeId);
    });
  }

  async ofQuarantined(envelopeId: EnvelopeId): Promise<KeptSource | null> {
    return this.database.transaction(() =>
      this.database.quarantine.get(envelopeId) === undefined ? null : this.sourceOf(envelopeId),
    );
  }

  async quarantined(
    before: EnvelopeId | null,
    limit: number,
  ): Promise<readonly QuarantinedSource[]> {
    return this.database.transaction(() =>
      this.database.quarantine
        .all()
        .filter(({ envelopeId }) => before === null || envelopeId < before)
        .toSorted((one, other) => other.envelopeId - one.envelopeId)
        .slice(0, limit)
        .flatMap((row) => {
          const envelope = this.database.envelopes.get(row.envelopeId);
          if (envelope === undefined) return [];
          const { channelAccountId, contentType, receivedAt } = envelope;
          return [{ ...row, channelAccountId, contentType, receivedAt }];
        }),
    );
  }

  async noteRead(entry: AuditEntry): Promise<void> {
    await this.database.transaction(() => {
      const { audit } = this.database;
      audit.insert(this.database.nextKey(audit), entry);
    });
  }

  private sourceOf(envelopeId: EnvelopeId): KeptSource | null {
    const envelope = this.database.envelopes.get(envelopeId);
    if (envelope === undefined) return null;
    const { contentType, raw, rawSha256 } = envelope;
    return { envelopeId, contentType, raw, rawSha256 };
  }
}

import type { AuditEntry } from '../audit/audit-entry.js';
import type { ChannelAccountId, EnvelopeId, MessageId, ServiceRequestId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** What was handed over, byte for byte: `raw` null when the bytes lie in the file store. */
export interface KeptSource {
  readonly envelopeId: EnvelopeId;
  readonly contentType: string;
  readonly raw: Buffer | null;
  readonly rawSha256: Buffer;
}

export interface QuarantinedSource {
  readonly envelopeId: EnvelopeId;
  readonly channelAccountId: ChannelAccountId;
  readonly contentType: string;
  readonly reason: string;
  readonly receivedAt: Instant;
  readonly quarantinedAt: Instant;
}

/** Reading what came in as it came, for people. */
export interface SourceStore {
  /** Of a citizen's message on this request; null for anything else. */
  ofMessage(requestId: ServiceRequestId, messageId: MessageId): Promise<KeptSource | null>;
  ofQuarantined(envelopeId: EnvelopeId): Promise<KeptSource | null>;
  /** The newest first. @param before the last one of the page before; null on the first page. */
  quarantined(before: EnvelopeId | null, limit: number): Promise<readonly QuarantinedSource[]>;
  /** That somebody of the town has taken a source. */
  noteRead(entry: AuditEntry): Promise<void>;
}

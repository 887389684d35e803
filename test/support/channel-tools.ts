import { randomBytes } from 'node:crypto';

import type { ChannelTools } from '#core/channel/definition';
import type { Delivery } from '#core/channel/delivery';
import type { InboundEnvelope, StoredEnvelope } from '#core/channel/envelope';
import type { WebhookRequest } from '#core/channel/webhook';
import type { ChannelAccountId, EnvelopeId, OutboxEntryId } from '#core/identity/ids';
import { replyTokens } from '#core/secret/reply-tokens';
import { signedLinks } from '#core/secret/signed-links';
import { type Instant, instantFromIso } from '#core/time/instant';

export interface RecordingTools extends ChannelTools {
  /** What the adapter logged, oldest first. */
  readonly logged: { readonly event: string; readonly facts: object }[];
  /** Sets the clock. */
  setNow(at: Instant): void;
}

export const channelTestTime = instantFromIso('2026-11-23T15:00:00.000Z');
export const channelTestUrl = 'https://311.fairmill.example';
const accountId = '01938c00-0000-7000-8000-000000000001' as ChannelAccountId;
const linkKey = randomBytes(32);

/** Open on Mondays in November, at any hour of New York. */
const sampleHours: ChannelTools['town'] = {
  name: () => 'Fairmill',
  zone: () => 'America/New_York',
  language: () => 'en',
  isOpen: (at) => new Date(at).getUTCDay() === 1,
  nextOpening: (at) => at,
};

/** The tools of one account, with a clock that stands still and a log that remembers. */
export function channelTools(code = 'sample'): RecordingTools {
  let now = channelTestTime;
  const logged: { event: string; facts: object }[] = [];
  return {
    account: { id: accountId, code },
    publicUrl: channelTestUrl,
    town: sampleHours,
    clock: { now: () => now },
    links: signedLinks([linkKey]),
    replyTokens: replyTokens([linkKey]),
    log: { warn: (event, facts) => void logged.push({ event, facts }) },
    logged,
    setNow(at) {
      now = at;
    },
  };
}

export function webhookRequest(parts: Partial<WebhookRequest> = {}): WebhookRequest {
  return {
    method: 'POST',
    query: '',
    headers: {},
    rawBody: Buffer.alloc(0),
    receivedAt: channelTestTime,
    ...parts,
  };
}

/** An envelope as the database gives it back. */
export function storedEnvelope(envelope: InboundEnvelope): StoredEnvelope {
  const { identityKey, providerId, contentType, raw } = envelope;
  return {
    id: 1 as EnvelopeId,
    channelAccountId: accountId,
    identityKey,
    providerId,
    contentType,
    raw: Buffer.from(raw),
    receivedAt: channelTestTime,
    strikes: 0,
  };
}

let deliveries = 0;

/** A delivery with a key of its own. */
export function channelDelivery(parts: Partial<Delivery> = {}): Delivery {
  deliveries += 1;
  const key = `01938c00-0000-7000-9000-${String(deliveries).padStart(12, '0')}`;
  return {
    idempotencyKey: key as OutboxEntryId,
    attempt: 1,
    channelRef: 'somebody',
    text: 'A crew comes on Tuesday.',
    requestNumber: 'FM26-004817-3',
    kind: 'reply',
    attachments: [],
    createdAt: channelTestTime,
    language: 'en',
    lastInbound: { externalId: null, occurredAt: channelTestTime },
    ...parts,
  };
}

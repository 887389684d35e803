import { createHmac } from 'node:crypto';

import type { WebhookRequest } from '#core/channel/webhook';
import type { Instant } from '#core/time/instant';

/** A secret for tests only. */
export const testWebhookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export interface SigningOptions {
  readonly webhookId?: string;
  readonly secret?: string;
}

let requests = 0;

/** The headers of a request signed per Standard Webhooks, written apart from the code that verifies. */
export function standardWebhookHeaders(
  body: Buffer,
  at: Instant,
  { webhookId, secret = testWebhookSecret }: SigningOptions = {},
): Record<string, string> {
  requests += 1;
  const id = webhookId ?? `msg_${at}_${requests}`;
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  };
}

export function signedWebhook(body: Buffer, at: Instant, options?: SigningOptions): WebhookRequest {
  return {
    method: 'POST',
    query: '',
    headers: standardWebhookHeaders(body, at, options),
    rawBody: body,
    receivedAt: at,
  };
}

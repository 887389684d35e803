import { createHmac } from 'node:crypto';

import type { WebhookRequest } from '#core/channel/webhook';
import type { Instant } from '#core/time/instant';

import { signingKeys } from './standard-webhooks.js';

/** Any bytes, signed as genuinely as a sender signs them; for the samples of channels. */
export function signedSample(
  rawBody: Buffer,
  at: Instant,
  { secret, contentType }: { readonly secret: string; readonly contentType: string },
): WebhookRequest {
  const id = `msg_${createHmac('sha256', 'id').update(rawBody).digest('hex')}`;
  const timestamp = String(Math.floor(at / 1_000));
  const [key = ''] = signingKeys([secret]);
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody);
  const headers = {
    'content-type': contentType,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${digest.digest('base64')}`,
  };
  return { method: 'POST', query: '', headers, rawBody, receivedAt: at };
}

import { createHmac, timingSafeEqual } from 'node:crypto';

import type { WebhookRequest } from '#core/channel/webhook';
import { MINUTE, SECOND } from '#core/time/instant';

const TOLERANCE_MS = 5 * MINUTE;
const MAX_CANDIDATES = 32;
const CANDIDATE = /^v1,[A-Za-z0-9+/]{43}=$/;
const ID = /^[A-Za-z0-9_:-]{1,255}$/;
const SECONDS = /^\d{1,12}$/;

export type SignatureCheck =
  | { readonly kind: 'genuine'; readonly webhookId: string }
  | { readonly kind: 'forged'; readonly remedy: string };

/**
 * Standard Webhooks, version 1: HMAC-SHA256 in base64 over `id.timestamp.body`, the body as raw
 * bytes; the header may list several signatures, and several secrets hold while one is being
 * retired. The reference library is not used: it decodes the body to text before signing it, reads
 * the clock itself and knows one secret. A replay within the tolerance has the same event ids.
 */
export function checkSignature(request: WebhookRequest, keys: readonly Buffer[]): SignatureCheck {
  const { headers, rawBody, receivedAt } = request;
  const webhookId = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (!ID.test(webhookId) || !SECONDS.test(timestamp)) {
    return forged('Send webhook-id, webhook-timestamp (Unix seconds) and webhook-signature.');
  }
  if (Math.abs(receivedAt - Number(timestamp) * SECOND) > TOLERANCE_MS) {
    return forged(
      'webhook-timestamp is more than five minutes off: check the clock and sign anew.',
    );
  }
  const candidates = candidatesOf(headers['webhook-signature'] ?? '');
  const expected = keys.map((key) =>
    createHmac('sha256', key).update(`${webhookId}.${timestamp}.`).update(rawBody).digest(),
  );
  const matching = expected.flatMap((digest) =>
    candidates.filter((candidate) => timingSafeEqual(candidate, digest)),
  );
  if (matching.length > 0) return { kind: 'genuine', webhookId };
  return forged(
    'No signature in webhook-signature fits: sign the raw body with the secret set here.',
  );
}

/** The bytes behind `whsec_`. */
export function signingKeys(secrets: readonly string[]): Buffer[] {
  return secrets.map((secret) => Buffer.from(secret.slice('whsec_'.length), 'base64'));
}

/** Only whole digests: all of one length, so that comparing takes the same time whatever they hold. */
function candidatesOf(header: string): Buffer[] {
  return header
    .split(' ', MAX_CANDIDATES)
    .filter((candidate) => CANDIDATE.test(candidate))
    .map((candidate) => Buffer.from(candidate.slice('v1,'.length), 'base64'));
}

function forged(remedy: string): SignatureCheck {
  return { kind: 'forged', remedy };
}

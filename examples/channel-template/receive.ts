import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Reception, WebhookRequest } from '#core/channel/webhook';
import type { Problem } from '#core/error/problem';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';

import { readEvent } from './event.js';

/**
 * Verify, then parse, then cut into envelopes: nothing of the body is looked at before its signature
 * holds. No network and no database here: the provider waits, and handshakes must work without them.
 */
export function receive(
  request: WebhookRequest,
  account: ChannelAccountId,
  secret: string,
): Reception {
  if (!isGenuine(request, secret)) return { kind: 'refused', problem: forged };
  const event = readEvent(request.rawBody);
  const envelope = {
    // The database refuses a second row with this key; that is how repeats and replays end. Genuine
    // bytes that we do not understand are kept too, so that somebody sees them.
    dedupeKey:
      event === null
        ? dedupeKeyOf(account, 'bytes', request.rawBody)
        : dedupeKeyOf(account, 'event', event.id),
    // Everything of one sender is registered in order, one after the other.
    identityKey: identityKeyOf(account, event === null ? request.rawBody : event.from),
    providerId: event === null ? null : event.id,
    contentType: 'application/json',
    // Exactly what came: these bytes are kept for good.
    raw: request.rawBody,
  };
  // This answer leaves after the envelope is committed, never before.
  return { kind: 'accepted', envelopes: [envelope], answer: received };
}

/** `x-signature: sha256=` and the HMAC-SHA256 of the raw body in hexadecimal. */
function isGenuine({ headers, rawBody }: WebhookRequest, secret: string): boolean {
  const match = /^sha256=([0-9a-f]{64})$/.exec(headers['x-signature'] ?? '');
  const expected = createHmac('sha256', secret).update(rawBody).digest();
  // Digests of one length, compared in constant time: a wrong guess tells nothing.
  return match?.[1] !== undefined && timingSafeEqual(Buffer.from(match[1], 'hex'), expected);
}

const received = { status: 204, contentType: 'text/plain', body: '' };

const forged: Problem = {
  code: 'unauthenticated',
  title: 'The signature does not fit',
  detail: 'Sign the raw body with the webhook secret of this account and send it as x-signature.',
};

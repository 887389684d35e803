import { createHash, createHmac } from 'node:crypto';

import type { WebhookRequest } from '#core/channel/webhook';
import type { Instant } from '#core/time/instant';

import { readForm } from './twilio-form.js';

/** An account for tests only. */
export const sampleTwilioAccount = {
  accountSid: `AC${'0'.repeat(31)}1`,
  authTokens: ['0123456789abcdef0123456789abcdef'],
  publicUrl: 'https://311.fairmill.example',
};

/** Any bytes, signed as genuinely as the provider signs a form; for the samples of channels. */
export function signedTwilioSample(
  rawBody: Buffer,
  at: Instant,
  accountCode: string,
): WebhookRequest {
  const { authTokens, publicUrl } = sampleTwilioAccount;
  const pairs = [...readForm(rawBody)].map(([name, value]) => ({ name, value }));
  const distinct = new Map(pairs.map((pair) => [JSON.stringify(pair), pair]));
  const sorted = [...distinct.values()].sort(
    (one, other) => order(one.name, other.name) || order(one.value, other.value),
  );
  const signed = `${publicUrl}/webhooks/${accountCode}${sorted.map(({ name, value }) => name + value).join('')}`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': createHmac('sha1', authTokens[0] ?? '')
      .update(signed)
      .digest('base64'),
  };
  return { method: 'POST', query: '', headers, rawBody, receivedAt: at };
}

/** The id of a message or call that stands for the name of a sample. */
export function sampleSid(prefix: string, name: string): string {
  return prefix + createHash('sha256').update(name).digest('hex').slice(0, 32);
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

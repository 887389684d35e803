import { describe, expect, it } from '@jest/globals';

import type { WebhookRequest } from '#core/channel/webhook';
import { instantFromMilliseconds } from '#core/time/instant';

import { checkSignature, signingKeys } from './standard-webhooks.js';

/** The example that the Standard Webhooks libraries share. */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const genuine = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const wrong = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';
const signedAt = 1_614_265_330;

describe('a signature per Standard Webhooks', () => {
  it('holds for the published example', () => {
    expect(check({}).kind).toBe('genuine');
  });

  it('holds when one of several fits', () => {
    expect(
      check({ 'webhook-signature': `${wrong} ${wrong.replace('v1', 'v2')} ${genuine}` }).kind,
    ).toBe('genuine');
  });

  it('holds under a secret that is being retired, and no longer without it', () => {
    const current = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
    expect(check({}, { secrets: [current, secret] }).kind).toBe('genuine');
    expect(check({}, { secrets: [current] }).kind).toBe('forged');
  });

  it.each([
    ['of another version', { 'webhook-signature': genuine.replace('v1', 'v2') }],
    ['with bytes after its end', { 'webhook-signature': `${genuine}AAAA` }],
    ['without an id', { 'webhook-id': '' }],
    ['with an id that holds the separator', { 'webhook-id': 'msg.1' }],
    ['without a time', { 'webhook-timestamp': '' }],
    ['with a time that is no number', { 'webhook-timestamp': 'hello' }],
    ['with a time that is almost a number', { 'webhook-timestamp': `${signedAt}.0` }],
    ['with another time than signed', { 'webhook-timestamp': String(signedAt + 1) }],
  ])('is refused %s', (_what, headers) => {
    expect(check(headers).kind).toBe('forged');
  });

  it.each([
    [-301, 'forged'],
    [-300, 'genuine'],
    [300, 'genuine'],
    [301, 'forged'],
  ])('is %i seconds after its time %s', (seconds, kind) => {
    expect(check({}, { now: signedAt + seconds }).kind).toBe(kind);
  });

  it('is checked on the bytes, not on what they decode to', () => {
    const valid = Buffer.from('{"test": 2432232314}');
    const broken = Buffer.concat([valid, Buffer.from([0xff])]);
    const replaced = Buffer.from(broken.toString('utf8'));
    expect(check({}, { body: broken }).kind).toBe('forged');
    expect(check({}, { body: replaced }).kind).toBe('forged');
  });
});

interface Circumstances {
  readonly now?: number;
  readonly secrets?: readonly string[];
  readonly body?: Buffer;
}

function check(headers: Record<string, string>, circumstances: Circumstances = {}) {
  const { now = signedAt, secrets = [secret], body } = circumstances;
  const request: WebhookRequest = {
    method: 'POST',
    query: '',
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': String(signedAt),
      'webhook-signature': genuine,
      ...headers,
    },
    rawBody: body ?? Buffer.from('{"test": 2432232314}'),
    receivedAt: instantFromMilliseconds(now * 1_000),
  };
  return checkSignature(request, signingKeys(secrets));
}

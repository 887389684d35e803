import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { webhookRequest } from '../../../test/support/channel-tools.js';
import { answerMetaHandshake, isSignedByMeta } from './meta-webhooks.js';

const secret = '1dd5a4b8f0c94ab6a9e04e0b5a6b0c6d';
const verifyToken = 'a verify token, for tests only';

describe('the handshake of Meta', () => {
  const asking = (parts: Record<string, string>) =>
    answerMetaHandshake(new URLSearchParams(parts).toString(), verifyToken);
  const right = {
    'hub.mode': 'subscribe',
    'hub.challenge': '1158201444',
    'hub.verify_token': verifyToken,
  };

  it('is answered with the challenge, as plain text', () => {
    expect(asking(right)).toEqual({
      kind: 'answered',
      answer: { status: 200, contentType: 'text/plain', body: '1158201444' },
    });
  });

  it.each([
    { ...right, 'hub.verify_token': 'another token' },
    { ...right, 'hub.verify_token': '' },
    { ...right, 'hub.verify_token': verifyToken.slice(0, -1) },
    { ...right, 'hub.mode': 'unsubscribe' },
    { 'hub.challenge': '1158201444' },
    {},
  ])('is refused to whoever does not know the token: %j', (parts) => {
    expect(asking(parts)).toMatchObject({ kind: 'refused', problem: { code: 'forbidden' } });
  });

  it.each(['<script>alert(1)</script>', '', '1'.repeat(41), '12 34', '0x1f'])(
    'echoes nothing but digits: %j',
    (challenge) => {
      const answer = asking({ ...right, 'hub.challenge': challenge });
      expect(answer).toMatchObject({ kind: 'refused', problem: { code: 'invalid-input' } });
      if (challenge !== '') expect(JSON.stringify(answer)).not.toContain(challenge);
    },
  );
});

describe('the signature of Meta', () => {
  const rawBody = Buffer.from('{"object":"page","note":"Caf\\u00e9"}');
  const signed = (key: string) =>
    `sha256=${createHmac('sha256', key).update(rawBody).digest('hex')}`;
  const isGenuine = (header: string, secrets: readonly string[]) =>
    isSignedByMeta(
      webhookRequest({ rawBody, headers: { 'x-hub-signature-256': header } }),
      secrets,
    );

  it('holds under each secret while one is being replaced', () => {
    expect(isGenuine(signed(secret), [secret])).toBe(true);
    expect(isGenuine(signed(secret), ['a new secret of the app', secret])).toBe(true);
    expect(isGenuine(signed(secret), ['a new secret of the app'])).toBe(false);
    expect(isGenuine(signed(secret), [])).toBe(false);
  });

  it.each([
    ['upper case', (header: string) => header.toUpperCase()],
    ['another algorithm', (header: string) => header.replace('sha256', 'sha1')],
    ['no prefix', (header: string) => header.slice(7)],
    ['two signatures', (header: string) => `${header}, ${header}`],
    ['a blank before it', (header: string) => ` ${header}`],
  ])('is refused with %s', (_name, change) => {
    expect(isGenuine(change(signed(secret)), [secret])).toBe(false);
  });
});

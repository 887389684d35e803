import { createHash, createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import type { WebhookRequest } from '#core/channel/webhook';

import {
  channelTestTime,
  channelTestUrl,
  channelTools,
  storedEnvelope,
} from '../../../../test/support/channel-tools.js';
import { sampleSid, sampleTwilioAccount } from '../twilio-sample.js';
import { normalise } from './normalise.js';
import { receive } from './receive.js';
import { smsTwilioSettings } from './settings.js';

const old = '0123456789abcdef0123456789abcdef';
const next = 'fedcba9876543210fedcba9876543210';
const address = `${channelTestUrl}/webhooks/sms`;
const parts = partsOf([old]);
const anySender = { number: undefined, optOutHandling: 'default' } as const;
const text = {
  ...{ MessageSid: sampleSid('SM', 'one'), AccountSid: sampleTwilioAccount.accountSid },
  ...{ From: '+19195550142', To: '+19195550100', Body: 'Pothole on Main', ToCity: '' },
};

describe('a webhook of a texting account', () => {
  it('is answered with empty TwiML, so that nothing is texted back by the answer', () => {
    expect(receive(signed(text), parts)).toMatchObject({
      kind: 'accepted',
      answer: {
        status: 200,
        contentType: 'text/xml',
        body: expect.stringMatching(/<Response\/>$/),
      },
    });
  });

  it('is believed for the configured address only, whatever its headers say', () => {
    const elsewhere = signed(text, { address: 'https://evil.example/webhooks/sms' });
    const headers = {
      ...elsewhere.headers,
      ...{ host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    };
    expect(codeOf({ ...elsewhere, headers })).toBe('unauthenticated');
    const ours = signed(text);
    expect(codeOf({ ...ours, headers: { ...ours.headers, host: 'evil.example' } })).toBeNull();
  });

  it('is believed for the public address of the account before that of the town', () => {
    const own = partsOf([old], 'https://sms.fairmill.example/town/');
    const request = signed(text, { address: 'https://sms.fairmill.example/town/webhooks/sms' });
    expect(receive(request, own).kind).toBe('accepted');
    expect(receive(signed(text), own).kind).toBe('refused');
  });

  it('is signed with its query', () => {
    const query = 'entry=1&b=%20c';
    expect(codeOf({ ...signed(text, { address: `${address}?${query}` }), query })).toBeNull();
    expect(codeOf({ ...signed(text), query })).toBe('unauthenticated');
  });

  it('holds under the old and the new token while one is being replaced', () => {
    const both = partsOf([next, old]);
    expect(receive(signed(text), both).kind).toBe('accepted');
    expect(receive(signed(text, { token: next }), both).kind).toBe('accepted');
    expect(receive(signed(text), partsOf([next])).kind).toBe('refused');
  });

  it.each<[string, Parameters<typeof signed>[0]]>([
    ['another account', { ...text, AccountSid: `AC${'9'.repeat(32)}` }],
    ['a second account', [...Object.entries(text), ['AccountSid', `AC${'9'.repeat(32)}`]]],
  ])('is refused when it names %s', (_what, fields) => {
    expect(codeOf(signed(fields))).toBe('forbidden');
  });

  it('is refused when a parameter was added, emptied or given once more', () => {
    const request = signed(text);
    for (const tail of ['&OptOutType=STOP', '&Body=other', '&Empty=']) {
      const rawBody = Buffer.concat([request.rawBody, Buffer.from(tail)]);
      expect(codeOf({ ...request, rawBody })).toBe('unauthenticated');
    }
  });

  it('may be no form: then the hash of its body is signed with the address', () => {
    const rawBody = Buffer.from('{"type":"com.twilio.next-year"}');
    const query = `bodySHA256=${createHash('sha256').update(rawBody).digest('hex')}`;
    const request = { ...signed({}, { address: `${address}?${query}` }), query, rawBody };
    const json = {
      ...request,
      headers: { ...request.headers, 'content-type': 'application/json' },
    };
    expect(codeOf(json)).toBeNull();
    expect(codeOf({ ...json, rawBody: Buffer.from('{}') })).toBe('unauthenticated');
    const bare = signed({});
    const headers = { ...bare.headers, 'content-type': 'application/json' };
    expect(codeOf({ ...bare, rawBody, headers })).toBe('unauthenticated');
  });

  it('is refused by GET and above any length of a message', () => {
    expect(codeOf({ ...signed(text), method: 'GET' })).toBe('invalid-input');
    expect(codeOf(signed({ ...text, Body: 'a'.repeat(3_000_000) }))).toBe('too-large');
  });

  it('counts each status of a message once, and a message apart from its statuses', () => {
    const keys = ['queued', 'sent', 'sent', 'delivered'].map((MessageStatus) =>
      keyOf(signed({ ...text, MessageStatus })),
    );
    expect(new Set([...keys, keyOf(signed(text))]).size).toBe(4);
    expect(keys[2]).toBe(keys[1]);
  });

  it('belongs to the lane of the citizen, its statuses too', () => {
    const { From, To } = text;
    const status = signed({ ...text, MessageStatus: 'sent', From: To, To: From });
    expect(envelopeOf(status).identityKey).toEqual(envelopeOf(signed(text)).identityKey);
  });

  it('says the same as the list does of the same message', () => {
    const called = storedEnvelope(envelopeOf(signed(text)));
    const { MessageSid: sid, From: from, To: to, Body: body } = text;
    const raw = Buffer.from(JSON.stringify({ sid, from, to, body, dateSent: null, media: [] }));
    const listed = { ...called, raw, contentType: 'application/json' };
    expect(normalise(listed, anySender)).toEqual(normalise(called, anySender));
  });
});

function partsOf(authTokens: string[], publicUrl?: string) {
  const { accountSid } = sampleTwilioAccount;
  const settings = smsTwilioSettings.parse({
    ...{ accountSid, authTokens, number: '+19195550100' },
    ...(publicUrl !== undefined && { publicUrl }),
  });
  return { settings, tools: channelTools('sms') };
}

/** Signed apart from the code that verifies: no name is twice in these forms but one. */
function signed(
  fields: Record<string, string> | [string, string][],
  { address: url = address, token = old } = {},
): WebhookRequest {
  const form = new URLSearchParams(fields);
  const pairs = [...form].map(([name, value]) => name + value).sort();
  const signature = createHmac('sha1', token)
    .update(url + pairs.join(''))
    .digest('base64');
  return {
    ...{ method: 'POST', query: '', receivedAt: channelTestTime },
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
    },
    rawBody: Buffer.from(form.toString()),
  };
}

function codeOf(request: WebhookRequest): string | null {
  const reception = receive(request, parts);
  return reception.kind === 'refused' ? reception.problem.code : null;
}

function envelopeOf(request: WebhookRequest) {
  const reception = receive(request, parts);
  const [envelope] = reception.kind === 'accepted' ? reception.envelopes : [];
  if (envelope === undefined) throw new Error('Not accepted');
  return envelope;
}

function keyOf(request: WebhookRequest): string {
  return envelopeOf(request).dedupeKey.toString('hex');
}

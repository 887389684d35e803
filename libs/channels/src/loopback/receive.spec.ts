import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import type { Reception } from '#core/channel/webhook';

import { signedWebhook, testWebhookSecret } from '../../../../test/support/channel-signing.js';
import {
  channelTestTime,
  channelTools,
  webhookRequest,
} from '../../../../test/support/channel-tools.js';
import { signingKeys } from '../standard-webhooks.js';
import { receive } from './receive.js';

const keys = signingKeys([testWebhookSecret]);
const account = channelTools().account.id;

describe('a loopback request', () => {
  it('with one event is one envelope holding the whole body', () => {
    const body = '{"id":"evt-1","type":"message","from":"ana","text":"Hello"}';
    const [envelope] = envelopes(post(body));
    expect(envelope?.providerId).toBe('evt-1');
    expect(envelope?.raw).toEqual(Buffer.from(body));
  });

  it('with several events is one envelope each, holding its own slice of the bytes', () => {
    const events = [
      '{"id":"a", "from":"ana"}',
      '{"id":"b","from":"ben"}',
      '{"id":"c","from":"ana"}',
    ];
    const cut = envelopes(post(`[${events.join(' , ')}]`));
    expect(cut.map(({ raw }) => Buffer.from(raw).toString())).toEqual(events);
    expect(cut[2]?.identityKey).toEqual(cut[0]?.identityKey);
    expect(cut[1]?.identityKey).not.toEqual(cut[0]?.identityKey);
  });

  it('sent again under another request id brings the same events', () => {
    const body = '{"id":"evt-1","from":"ana"}';
    expect(envelopes(post(body))[0]?.dedupeKey).toEqual(envelopes(post(body))[0]?.dedupeKey);
  });

  it('knows an event without an id by its place in the request', () => {
    const body = '[{"from":"ana"},{"from":"ana"}]';
    const once = envelopes(post(body, 'msg_1'));
    const again = envelopes(post(body, 'msg_1'));
    expect(once[0]?.dedupeKey).toEqual(again[0]?.dedupeKey);
    expect(once[0]?.dedupeKey).not.toEqual(once[1]?.dedupeKey);
    expect(envelopes(post(body, 'msg_2'))[0]?.dedupeKey).not.toEqual(once[0]?.dedupeKey);
  });

  it('keeps receipts of one message together, apart from what people write', () => {
    const receipts =
      '[{"id":"r1","providerId":"m"},{"id":"r2","providerId":"m"},{"id":"x","from":"m"}]';
    const [first, second, message] = envelopes(post(receipts));
    expect(second?.identityKey).toEqual(first?.identityKey);
    expect(message?.identityKey).not.toEqual(first?.identityKey);
  });

  it('takes a thousand events and refuses one more', () => {
    const event = '{"from":"ana"}';
    expect(envelopes(post(`[${Array(1_000).fill(event).join()}]`))).toHaveLength(1_000);
    expect(post(`[${Array(1_001).fill(event).join()}]`)).toMatchObject({
      kind: 'refused',
      problem: { code: 'too-large', detail: expect.stringContaining('1,000') as unknown },
    });
  });

  it('answers a challenge with an HMAC that cannot sign an event', () => {
    const challenge = 'c2hvdyB0aGF0IHlvdSBrbm93IGl0';
    const reception = get(`challenge=${challenge}`);
    if (reception.kind !== 'answered') throw new Error(reception.kind);
    const { response } = JSON.parse(reception.answer.body) as { response: string };
    const [key = ''] = keys;
    expect(response).toBe(
      createHmac('sha256', key).update(`challenge:${challenge}`).digest('base64'),
    );
  });

  it.each([
    '',
    'challenge=',
    'challenge=short',
    'challenge=msg_1.1795446000.%7B%22id%22%3A1%7D',
    'other=1',
  ])('refuses the challenge %j', (query) => {
    expect(get(query)).toMatchObject({ kind: 'refused', problem: { code: 'invalid-input' } });
  });
});

function post(body: string, webhookId?: string): Reception {
  const options = webhookId === undefined ? {} : { webhookId };
  return receive(signedWebhook(Buffer.from(body), channelTestTime, options), account, keys);
}

function get(query: string): Reception {
  return receive(webhookRequest({ method: 'GET', query }), account, keys);
}

function envelopes(reception: Reception) {
  if (reception.kind !== 'accepted') throw new Error(JSON.stringify(reception));
  return reception.envelopes;
}

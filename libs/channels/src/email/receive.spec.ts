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
const mail = 'From: ana@example.org\r\nSubject: Hydrant\r\n\r\nIt leaks.\r\n';

describe('a posted mail', () => {
  it.each(['message/rfc822', 'Message/RFC822; charset=binary', 'application/octet-stream'])(
    'is taken as %s, byte for byte',
    (contentType) => {
      const bytes = Buffer.concat([Buffer.from(mail), Buffer.from([0xff, 0x00, 0x0d])]);
      const reception = post(bytes, contentType);
      expect(reception).toMatchObject({ kind: 'accepted', answer: { status: 200 } });
      const envelopes = reception.kind === 'accepted' ? reception.envelopes : [];
      expect(envelopes).toHaveLength(1);
      expect(envelopes[0]).toMatchObject({ contentType: 'message/rfc822', raw: bytes });
    },
  );

  it.each([
    'From ana@example.org Mon Nov 23 10:00:00 2026\nSubject: from a pipe\n\nx',
    '\r\nReceived: after an empty line\r\n\r\nx',
    'X-Own-Field: first\nDate: Mon, 23 Nov 2026 10:00:00 +0000',
  ])('may begin as mails do: %j', (text) => {
    expect(post(Buffer.from(text)).kind).toBe('accepted');
  });

  it.each([
    ['nothing', '', /empty/],
    ['JSON', '{"From": "ana@example.org"}', /RFC 5322/],
    ['a form', 'from=ana&subject=x', /RFC 5322/],
    ['words', 'Dear town,\nFrom: here it leaks', /RFC 5322/],
    ['an address', 'http://example.org/', /RFC 5322/],
  ])('is refused with the remedy when it is %s', (_what, text, remedy) => {
    expect(post(Buffer.from(text))).toMatchObject({
      kind: 'refused',
      problem: { code: 'invalid-input', detail: expect.stringMatching(remedy) as unknown },
    });
  });

  it('is refused when it is too large, of another type, unsigned, or fetched', () => {
    const codeOf = (reception: Reception) =>
      reception.kind === 'refused' ? reception.problem.code : reception.kind;
    const tooLarge = Buffer.concat([Buffer.from(mail), Buffer.alloc(25 * 1024 * 1024)]);
    expect(codeOf(post(tooLarge))).toBe('too-large');
    expect(codeOf(post(Buffer.from(mail), 'text/plain'))).toBe('unsupported-media-type');
    const unsigned = webhookRequest({ rawBody: Buffer.from(mail) });
    expect(codeOf(receive(unsigned, account, keys))).toBe('unauthenticated');
    expect(codeOf(receive(webhookRequest({ method: 'GET' }), account, keys))).toBe('invalid-input');
    expect(codeOf(post(Buffer.from(mail), 'message/rfc822', []))).toBe('unauthenticated');
  });
});

function post(body: Buffer, contentType = 'message/rfc822', accepted = keys): Reception {
  const request = signedWebhook(body, channelTestTime);
  const headers = { ...request.headers, 'content-type': contentType };
  return receive({ ...request, headers }, account, accepted);
}

import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import type { ChannelAdapter } from '#core/channel/adapter';
import type { WebhookRequest } from '#core/channel/webhook';

import { registeredChannel } from '../../support/channel-registered.js';
import { channelTools, storedEnvelope, webhookRequest } from '../../support/channel-tools.js';
import { testdata } from '../testdata.js';

const folder = testdata('payloads/whatsapp');
const appSecret = '5dd5a4b8f0c94ab6a9e04e0b5a6b0c6d';

/** What each body of a file must be understood as; a name that is missing here fails. */
const understood: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  callback_button: {
    button: 'message "title" to wamid.xyzxyz',
    quick_reply: 'message "title" to wamid.xyzxyz==',
    quick_reply_without_context: 'message "title"',
  },
  callback_selection: {
    callback: 'message "title" to wamid.xyzxyz',
    description: 'message "title\ndescription" to wamid.xyzxyz',
  },
  edited_message: {
    image:
      'message "[An earlier message was changed. It now says:]\nUpdated image caption" with image/jpeg to wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=',
  },
  flow_completion: {
    completion:
      'message "[Form]\ncomment_text: Comment Text\ndelivery_rating: 4\npurchase_rating: 2\nrecommend_radio: 0\ncs_rating: 0" to wamid.gvwegfretge==',
    without_flow_token:
      'message "[Form]\ncomment_text: Comment Text\ndelivery_rating: 4\npurchase_rating: 2\nrecommend_radio: 0\ncs_rating: 0" to wamid.gvwegfretge==',
  },
  message: {
    text: 'message "Body Text"',
    image: 'message "" with image/jpeg',
    document: 'message "caption" with application/pdf',
    audio: 'message "" with audio/ogg',
    static_sticker: 'message "" with image/webp',
    reaction: 'ignored reaction',
    current_location: 'message "[Location]\n12.25089, 43.90539"',
    contacts:
      'message "[Contacts]\nChandler Bing, +1 555-555-5555\nMonica, +1 666-666-6666\nRachel Green, +1 777-777-7777"',
    unsupported:
      'message "[A message of kind "unsupported" arrived that cannot be shown. WhatsApp says: 131051 Message type unknown: Message type is currently not supported. Ask for it as text or as a photo.]"',
    reply: 'message "replied text" to wamid.xyzxyz==',
    forwarded: 'message "forwarded text"',
  },
  message_status: {
    sent: 'ignored status-sent',
    delivered: 'receipt delivered of wamid.xyzxyz',
    read: 'receipt read of wamid.xyzxyz',
    played: 'receipt read of wamid.xyzxyz',
    failed: 'receipt failed of wamid.xyzxyz',
    with_tracker: 'ignored status-sent',
  },
  outgoing_message: {
    text: 'ignored sent-from-the-app',
    delete: 'ignored sent-from-the-app',
    edit: 'ignored sent-from-the-app',
  },
  template_category_update: { marketing: 'ignored template-news' },
  template_components_update: { element: 'ignored template-news' },
  template_quality_update: { yellow: 'ignored template-news' },
  template_status_update: { approved: 'ignored template-news', rejected: 'ignored template-news' },
};

const bodies = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((file) => {
    const named = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Record<string, unknown>;
    const kind = file.slice(0, -'.json'.length);
    return Object.entries(named).map(([name, body]) => ({ kind, name, body }));
  });

describe('The bodies of the Cloud API, as a library of others collected them', () => {
  it.each(bodies)('$kind: $name', async ({ kind, name, body }) => {
    const adapter = accountOf(numberIn(body));
    const [said, ...others] = await understand(adapter, body);
    expect(others).toEqual([]);
    expect(said).toBe(understood[kind]?.[name]);
  });

  it('say the same when they all come in one call', async () => {
    const messages = bodies.filter(({ body }) => numberIn(body) === '1122334455667');
    const entry = messages.flatMap(({ body }) => (body as { readonly entry: object[] }).entry);
    const together = { object: 'whatsapp_business_account', entry };
    const said = await understand(accountOf('1122334455667'), together);
    expect(said).toEqual(messages.map(({ kind, name }) => understood[kind]?.[name]));
  });

  it('are somebody else’s for another number', async () => {
    const messages = bodies.filter(({ body }) => numberIn(body) === '1122334455667');
    for (const { body } of messages) {
      expect(await understand(accountOf('999999999999999'), body)).toEqual([
        'ignored another-number',
      ]);
    }
  });
});

const vectors = z
  .object({
    verify_handshake: z.object({ request: z.string() }),
    cases: z.array(
      z.object({
        name: z.string(),
        appSecret: z.string(),
        body: z.string(),
        header: z.string().nullable(),
        valid: z.boolean().nullable(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(testdata('vectors/meta-hub-signature-256.json'), 'utf8')));

describe('The signatures of Meta, as published', () => {
  it.each(vectors.cases)('$name', async ({ appSecret: secret, body, header, valid }) => {
    const adapter = accountOf('1122334455667', secret);
    const headers: WebhookRequest['headers'] =
      header === null ? {} : { 'x-hub-signature-256': header };
    const rawBody = Buffer.from(body);
    const reception = await adapter.receive?.(webhookRequest({ headers, rawBody }));
    if (valid === null) expect(['accepted', 'refused']).toContain(reception?.kind);
    else expect(reception?.kind).toBe(valid ? 'accepted' : 'refused');
  });

  it('answer the handshake to whoever knows the token', async () => {
    const query = vectors.verify_handshake.request.replace(/^GET \?/, '');
    const token = new URLSearchParams(query).get('hub.verify_token') ?? '';
    const shake = (verifyToken: string) =>
      accountOf('1122334455667', appSecret, verifyToken.padEnd(16, '.')).receive?.(
        webhookRequest({ method: 'GET', query: query.replace(token, token.padEnd(16, '.')) }),
      );
    expect(await shake(token)).toMatchObject({ answer: { status: 200, body: '1158201444' } });
    expect(await shake('another')).toMatchObject({ problem: { code: 'forbidden' } });
  });
});

function accountOf(
  phoneNumberId: string,
  secret = appSecret,
  verifyToken = 'a verify token, for tests only',
): ChannelAdapter {
  const definition = registeredChannel('whatsapp-cloud');
  const settings = definition.settings.parse({
    phoneNumberId,
    businessAccountId: '102290129340398',
    accessToken: 'a token of a system user, for tests only',
    appSecrets: [secret],
    verifyToken,
  });
  return definition.create(settings, channelTools());
}

/** The number that a body is for; bodies about templates are for none. */
function numberIn(body: unknown): string {
  const [, number] = /"phone_number_id":"(\d+)"/.exec(JSON.stringify(body)) ?? [];
  return number ?? '1122334455668';
}

async function understand(adapter: ChannelAdapter, body: unknown): Promise<readonly string[]> {
  const rawBody = Buffer.from(JSON.stringify(body));
  const digest = createHmac('sha256', appSecret).update(rawBody).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${digest}` };
  const reception = await adapter.receive?.(webhookRequest({ headers, rawBody }));
  if (reception?.kind !== 'accepted') throw new Error('It was not accepted.');
  return reception.envelopes.map((envelope) => said(adapter.normalise(storedEnvelope(envelope))));
}

function said(normalised: ReturnType<ChannelAdapter['normalise']>): string {
  switch (normalised.kind) {
    case 'message': {
      const { text, attachments, evidence } = normalised;
      const files = attachments.map(({ contentType }) => ` with ${contentType}`).join('');
      const answered = evidence.repliesTo.map((id) => ` to ${id}`).join('');
      return `message "${text}"${files}${answered}`;
    }
    case 'receipt':
      return `receipt ${normalised.status} of ${normalised.providerId}`;
    case 'ignored':
      return `ignored ${normalised.reason}`;
  }
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Delivery } from '#core/channel/delivery';
import { addMilliseconds, DAY, HOUR, type Instant, MINUTE } from '#core/time/instant';

import { channelDelivery, channelTestTime } from '../../../../test/support/channel-tools.js';
import { addressTo, writeReference } from './channel-reference.js';
import { send } from './send.js';
import { type WhatsAppSettings, whatsAppSettings } from './settings.js';

interface Taken {
  readonly path: string | undefined;
  readonly token: string | undefined;
  readonly body: Record<string, unknown>;
}

const goOn = new AbortController().signal;
const taken: Taken[] = [];
let refusals: number[] = [];
let server: Server;
let settings: WhatsAppSettings;

beforeAll(async () => {
  server = createServer((request, response) => {
    void readText(request).then((body) => {
      const token = request.headers.authorization;
      taken.push({ path: request.url, token, body: JSON.parse(body) as Taken['body'] });
      const code = refusals.shift();
      const refused = { error: { message: `(#${code ?? 0}) Refused`, code } };
      const accepted = { messages: [{ id: `wamid.${taken.length}` }] };
      response.writeHead(code === undefined ? 200 : 400);
      response.end(JSON.stringify(code === undefined ? accepted : refused));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  settings = whatsAppSettings.parse({
    phoneNumberId: '106540352242922',
    businessAccountId: '102290129340398',
    accessToken: 'a token of a system user, for tests only',
    appSecrets: ['5dd5a4b8f0c94ab6a9e04e0b5a6b0c6d'],
    verifyToken: 'a verify token, for tests only',
    apiBaseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graph/`,
    template: { name: 'request_update', languages: { en: 'en_US', es: 'es_MX' } },
  });
});

beforeEach(() => {
  taken.length = 0;
  refusals = [];
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ana = { phone: '19195550111', userId: 'US.13491208655302741918' };
const channelRef = writeReference({ ...ana, quotes: 'wamid.first', wroteAt: before(9 * DAY) });

describe('an answer within 24 hours of the citizen’s last message', () => {
  it('goes out in free words to the number, and quotes what it answers', async () => {
    const delivery = answering(HOUR, 'wamid.last', { text: 'A crew comes.\nOn Tuesday.' });
    expect(await sendWith(delivery)).toEqual({ kind: 'sent', providerId: 'wamid.1' });
    expect(taken).toEqual([
      {
        path: '/graph/v25.0/106540352242922/messages',
        token: 'Bearer a token of a system user, for tests only',
        body: {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '19195550111',
          context: { message_id: 'wamid.last' },
          type: 'text',
          text: { preview_url: false, body: 'A crew comes.\nOn Tuesday.' },
          biz_opaque_callback_data: delivery.idempotencyKey,
        },
      },
    ]);
  });

  it('goes to the user id where WhatsApp shows no number', async () => {
    const reference = { phone: null, userId: ana.userId, quotes: null, wroteAt: before(HOUR) };
    await sendWith(channelDelivery({ channelRef: writeReference(reference), lastInbound: null }));
    expect(taken[0]?.body).toMatchObject({ recipient: ana.userId, type: 'text' });
    expect(taken[0]?.body).not.toHaveProperty('to');
    expect(taken[0]?.body).not.toHaveProperty('context');
  });

  it('follows within the template when the API says that the window is closed', async () => {
    refusals = [131_047];
    expect((await sendWith(answering(HOUR))).kind).toBe('sent');
    expect(taken.map(({ body }) => body.type)).toEqual(['text', 'template']);
  });

  it('is not repeated after any other refusal', async () => {
    refusals = [131_026];
    expect(await sendWith(answering(HOUR))).toMatchObject({ failure: { kind: 'recipient-gone' } });
    expect(taken).toHaveLength(1);
  });
});

describe('an answer after 24 hours', () => {
  it('goes out within the template, in one line and in the citizen’s language', async () => {
    const text = ' Two crews:\r\n\tone comes\ton Tuesday,\n\n      one      later.';
    const delivery = answering(DAY, 'wamid.last', { text, language: 'es' });
    expect((await sendWith(delivery)).kind).toBe('sent');
    expect(taken[0]?.body).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '19195550111',
      type: 'template',
      template: {
        name: 'request_update',
        language: { code: 'es_MX' },
        components: [
          {
            type: 'body',
            parameters: [{ type: 'text', text: 'Two crews: one comes on Tuesday, one   later.' }],
          },
        ],
      },
      biz_opaque_callback_data: delivery.idempotencyKey,
    });
  });

  it.each([
    [DAY - 2 * MINUTE, 'text'],
    [DAY - MINUTE, 'template'],
  ])('is told from one before by the last message, %i ms ago: %s', async (ago, type) => {
    await sendWith(answering(ago));
    expect(taken.map(({ body }) => body.type)).toEqual([type]);
  });

  it('uses the one translation there is', async () => {
    const template = { name: 'aviso', languages: { es: 'es' } };
    await sendWith(answering(2 * DAY), { ...settings, template });
    expect(taken[0]?.body).toMatchObject({ template: { language: { code: 'es' } } });
  });

  it('does not leave without a template: the window is closed', async () => {
    const { template, ...without } = settings;
    expect(template).toBeDefined();
    const outcome = await sendWith(answering(2 * DAY), without);
    expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'window-closed' } });
    expect(taken).toEqual([]);
  });

  it('does not leave cut short when it is longer than a template takes', async () => {
    const fits = await sendWith(answering(2 * DAY, null, { text: 'a'.repeat(1_024) }));
    const tooLong = await sendWith(answering(2 * DAY, null, { text: 'a'.repeat(1_025) }));
    expect(fits.kind).toBe('sent');
    expect(tooLong).toMatchObject({ failure: { kind: 'window-closed' } });
    expect(taken).toHaveLength(1);
  });

  it('is refused as closed when the template is paused, so that it takes another way', async () => {
    refusals = [132_015];
    expect(await sendWith(answering(2 * DAY))).toMatchObject({
      failure: { kind: 'window-closed', reason: '132015 Refused' },
    });
  });
});

describe('a message that the town begins', () => {
  it('goes out within the template, to a number or a user id', async () => {
    for (const address of ['+19195550111', ana.userId]) {
      const reference = addressTo({ kind: 'whatsapp', address, name: null }, true);
      const alert = { channelRef: reference ?? '', lastInbound: null, language: null };
      expect((await sendWith(channelDelivery(alert))).kind).toBe('sent');
    }
    expect(taken.map(({ body }) => [body.to, body.recipient, body.type])).toEqual([
      ['19195550111', undefined, 'template'],
      [undefined, ana.userId, 'template'],
    ]);
  });

  it('cannot begin without a template, by another kind of address, or at none', () => {
    const name = null;
    expect(addressTo({ kind: 'whatsapp', address: ana.userId, name }, false)).toBeNull();
    expect(addressTo({ kind: 'phone', address: '+19195550111', name }, true)).toBeNull();
    expect(addressTo({ kind: 'whatsapp', address: 'ana', name }, true)).toBeNull();
  });
});

describe('what cannot leave', () => {
  it.each(['', '{}', 'ana', '{"to":"../me"}', '{"to":19195550111}'])(
    'is refused for the address %j',
    async (address) => {
      const outcome = await sendWith(channelDelivery({ channelRef: address }));
      expect(outcome).toMatchObject({ failure: { kind: 'rejected' } });
      expect(taken).toEqual([]);
    },
  );

  it('is tried again when the API is not there', async () => {
    const apiBaseUrl = 'http://127.0.0.1:2';
    const outcome = await sendWith(answering(HOUR), { ...settings, apiBaseUrl });
    expect(outcome).toMatchObject({ failure: { kind: 'transient', reason: 'ECONNREFUSED' } });
  });
});

function sendWith(delivery: Delivery, account: WhatsAppSettings = settings) {
  return send({ settings: account, clock: { now: () => channelTestTime } }, delivery, goOn);
}

function answering(
  ago: number,
  externalId: string | null = null,
  parts: Partial<Delivery> = {},
): Delivery {
  const lastInbound = { externalId, occurredAt: before(ago) };
  return channelDelivery({ channelRef, lastInbound, ...parts });
}

function before(milliseconds: number): Instant {
  return addMilliseconds(channelTestTime, -milliseconds);
}

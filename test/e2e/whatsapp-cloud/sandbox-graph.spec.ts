import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { eventually } from '../../support/eventually.js';
import {
  anaPath,
  RunningWhatsApp,
  update,
  whatsAppSettings,
} from '../../support/whatsapp-cloud/running-whatsapp.js';

jest.setTimeout(60_000);

const { phoneNumberId, businessAccountId } = whatsAppSettings;
let sandbox: RunningWhatsApp;

beforeEach(async () => {
  sandbox = await RunningWhatsApp.open();
});
afterEach(() => sandbox.remove());

describe('The Graph API of the WhatsApp sandbox', () => {
  beforeEach(() => sandbox.write('The light at the library is dark.'));

  it('accepts an answer that quotes, shows it in the chat, and tells sent, delivered and read', async () => {
    const [asked] = sandbox.town.messages();
    const { status, body } = await sandbox.send({
      ...{
        type: 'text',
        text: { body: 'A crew comes on Tuesday.' },
        biz_opaque_callback_data: 'ours',
      },
      context: { message_id: asked?.id },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      messaging_product: 'whatsapp',
      contacts: [{ input: '19195550123', wa_id: '19195550123' }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    await eventually(() => expect(sandbox.town.statuses()).toHaveLength(2));
    const page = await sandbox.page(anaPath);
    expect(page).toContain('A crew comes on Tuesday.');
    expect(page).toContain('You: The light at the library is dark.');
    await eventually(() => expect(sandbox.town.statuses()).toHaveLength(3));
    const id = body.messages?.[0]?.id;
    expect(sandbox.town.statuses()).toMatchObject(
      ['sent', 'delivered', 'read'].map((step) => ({
        id,
        status: step,
        recipient_id: '19195550123',
        biz_opaque_callback_data: 'ours',
      })),
    );
  });

  it('has every accepted send in the ledger before it says so, with the hash of its body', async () => {
    const message = { type: 'text', text: { body: 'Kept.' } };
    await sandbox.send(message);
    const whole = JSON.stringify({ messaging_product: 'whatsapp', to: '19195550123', ...message });
    const bodyHash = createHash('sha256').update(whole).digest('hex');
    expect(await sandbox.ledger('accepted')).toMatchObject([{ facts: { what: 'send', bodyHash } }]);
  });

  it.each([
    ['text without words', { type: 'text', text: { body: '' } }, 400, 100],
    ['text too long', { type: 'text', text: { body: 'x'.repeat(4_097) } }, 400, 100],
    ['nobody', { to: undefined, type: 'text', text: { body: 'x' } }, 400, 100],
    ['another product', { messaging_product: 'sms', type: 'text', text: { body: 'x' } }, 400, 100],
    ['a kind that is not played', { type: 'reaction' }, 400, 131_051],
    ['a picture that was not uploaded', { type: 'image', image: { id: '123' } }, 400, 100],
    [
      'an unknown template',
      { type: 'template', template: { name: 'nothing', language: { code: 'en_US' } } },
      404,
      132_001,
    ],
    ['a template without its parameter', update(), 400, 132_000],
  ])('refuses %s as Meta does', async (_what, message, status, code) => {
    const answer = await sandbox.send(message);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(answer.body.error).toMatchObject({
      type: 'OAuthException',
      message: expect.stringContaining(`(#${code}) `),
      error_data: { messaging_product: 'whatsapp', details: expect.any(String) },
      fbtrace_id: expect.any(String),
    });
    expect(await sandbox.ledger('accepted')).toEqual([]);
    expect(await sandbox.ledger('refused')).toMatchObject([{ facts: { status, code } }]);
  });

  it('refuses another token, and objects that are not of this account', async () => {
    const stranger = await sandbox.graph('GET', phoneNumberId, undefined, 'another-token');
    expect([stranger.status, stranger.body.error?.code]).toEqual([401, 190]);
    const unknown = await sandbox.graph('POST', '999999999999999/messages', {});
    expect([unknown.status, unknown.body.error?.code]).toEqual([400, 100]);
  });

  it('lets nothing but a template out when 24 hours have passed, until the citizen writes again', async () => {
    await sandbox.post(`${anaPath}/day`, {});
    expect((await sandbox.sendText('Too late.')).body.error?.code).toBe(131_047);
    expect(await sandbox.page(anaPath)).toContain('WhatsApp refused it, (#131047)');
    const sent = await sandbox.send(update('A crew comes on Tuesday.'));
    expect(sent.status).toBe(200);
    expect(await sandbox.page(anaPath)).toContain(
      'An update on your request: A crew comes on Tuesday.',
    );
    await sandbox.stop();
    await sandbox.start();
    expect((await sandbox.sendText('Too late.')).body.error?.code).toBe(131_047);
    await sandbox.write('I am back.');
    expect((await sandbox.sendText('Welcome.')).status).toBe(200);
  });

  it.each([
    ['throttle', 429, 130_429, null],
    ['throttle-wait', 429, 130_429, '1'],
    ['error-before', 500, 131_000, null],
    ['pair-rate', 400, 131_056, null],
    ['window-closed', 400, 131_047, null],
    ['undeliverable', 400, 131_026, null],
  ])(
    'answers as told: %s is %i with %i, once, and nothing is taken',
    async (fault, status, code, retryAfter) => {
      await sandbox.misbehave(fault);
      const answer = await sandbox.sendText('x');
      expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
      expect(answer.headers.get('retry-after')).toBe(retryAfter);
      expect(await sandbox.ledger('accepted')).toEqual([]);
      expect((await sandbox.sendText('x')).status).toBe(200);
    },
  );

  it.each(['error-after', 'withhold'])(
    'takes the message and loses its answer: %s',
    async (fault) => {
      await sandbox.misbehave(fault);
      const answer = await sandbox.sendText('x').catch(() => null);
      expect(answer?.status).toBe(fault === 'withhold' ? undefined : 502);
      expect(await sandbox.ledger('accepted')).toHaveLength(1);
    },
  );

  it.each([
    ['read-only', ['sent', 'read']],
    ['statuses-reversed', ['delivered', 'sent']],
    ['statuses-together', ['sent', 'delivered']],
    ['statuses-twice', ['sent', 'sent', 'delivered', 'delivered']],
    ['undeliverable-later', ['failed']],
    ['window-closed-later', ['failed']],
  ])('tells of a send as told: %s is %j', async (fault, statuses) => {
    await sandbox.misbehave(fault);
    await sandbox.sendText('x');
    await eventually(() =>
      expect(sandbox.town.statuses().map(({ status }) => status)).toEqual(statuses),
    );
  });

  it('says by a status that a number outside of the sandbox has no WhatsApp', async () => {
    await sandbox.send({ to: '+1 202 555 0199', ...update('Hello.') });
    await eventually(() =>
      expect(sandbox.town.statuses()).toMatchObject([
        { status: 'failed', errors: [{ code: 131_026 }] },
      ]),
    );
  });

  it('gives a picture by a short-lived address that needs the token, or loses it when told to', async () => {
    await sandbox.writeFile('image/png', 'light.png', 'pixels');
    const image = sandbox.town.messages()[1]?.['image'] as {
      readonly id: string;
      readonly sha256: string;
    };
    expect(image).toMatchObject({ mime_type: 'image/png', caption: 'See it.' });
    const { body } = await sandbox.graph('GET', image.id);
    const { url } = body as unknown as { readonly url: string };
    expect((await fetch(url)).status).toBe(401);
    const headers = { authorization: `Bearer ${whatsAppSettings.accessToken}` };
    expect(await (await fetch(url, { headers })).text()).toBe('pixels');
    expect((await fetch(url.replace(/ext=\d/, 'ext=9'), { headers })).status).toBe(404);
    await sandbox.misbehave('media-gone');
    expect((await fetch(url, { headers })).status).toBe(404);
    expect(await sandbox.page(anaPath)).toMatch(/<img src="\/whatsapp\/files\/\d+" alt="Picture"/);
  });

  it('takes an upload, and a message with it shows in the chat', async () => {
    const form = new FormData();
    form.append('messaging_product', 'whatsapp');
    form.append('type', 'application/pdf');
    form.append('file', new Blob(['%PDF'], { type: 'application/pdf' }), 'plan.pdf');
    const { body } = await sandbox.graph('POST', `${phoneNumberId}/media`, form);
    const { id } = body as unknown as { readonly id: string };
    const sent = await sandbox.send({
      type: 'document',
      document: { id, filename: 'plan.pdf', caption: 'The plan.' },
    });
    expect(sent.status).toBe(200);
    expect(await sandbox.page(anaPath)).toMatch(/The plan\.|plan\.pdf/);
  });

  it('shows its number, its subscription, its templates and its token', async () => {
    const number = await sandbox.graph(
      'GET',
      `${phoneNumberId}?fields=display_phone_number,verified_name`,
    );
    expect(number.body).toEqual({
      id: phoneNumberId,
      display_phone_number: '+1 919-555-0100',
      verified_name: 'Fairmill 311',
    });
    const apps = await sandbox.graph('GET', `${businessAccountId}/subscribed_apps`);
    expect(apps.body).toMatchObject({
      data: [{ whatsapp_business_api_data: { name: 'Townline' } }],
    });
    const templates = await sandbox.graph('GET', `${businessAccountId}/message_templates`);
    expect(templates.body).toMatchObject({
      data: [{ name: 'request_update', status: 'APPROVED' }, {}],
    });
    const token = await sandbox.graph('GET', 'debug_token?input_token=x');
    expect(token.body).toMatchObject({ data: { is_valid: true } });
  });

  it('knows that the town has read a message', async () => {
    const [message] = sandbox.town.messages();
    const read = { messaging_product: 'whatsapp', status: 'read', message_id: message?.id };
    expect((await sandbox.graph('POST', `${phoneNumberId}/messages`, read)).body).toEqual({
      success: true,
    });
    expect(await sandbox.page(anaPath)).toContain('The town has read it.');
  });
});

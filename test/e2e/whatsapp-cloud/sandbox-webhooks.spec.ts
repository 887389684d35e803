import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { eventually } from '../../support/eventually.js';
import {
  anaPath,
  RunningWhatsApp,
  whatsAppSettings,
} from '../../support/whatsapp-cloud/running-whatsapp.js';

jest.setTimeout(60_000);

const { phoneNumberId, businessAccountId } = whatsAppSettings;
let sandbox: RunningWhatsApp;

beforeEach(async () => {
  sandbox = await RunningWhatsApp.open();
});
afterEach(() => sandbox.remove());

describe('The webhooks of the WhatsApp sandbox', () => {
  it('bring what a citizen writes, signed over bytes in which everything beyond ASCII is escaped', async () => {
    const page = await sandbox.write('Élm Street 🚦 / Main');
    expect(page).toContain('The town has it.');
    const [call] = sandbox.town.taken;
    expect(call?.raw.toString('latin1')).toContain(
      String.raw`\u00c9lm Street \ud83d\udea6 \/ Main`,
    );
    expect(call?.body).toMatchObject({
      object: 'whatsapp_business_account',
      entry: [{ id: businessAccountId, changes: [{ field: 'messages' }] }],
    });
    expect(sandbox.town.values()).toMatchObject([
      {
        messaging_product: 'whatsapp',
        metadata: { phone_number_id: phoneNumberId },
        contacts: [
          {
            profile: { name: 'Ana' },
            wa_id: '19195550123',
            user_id: expect.stringMatching(/^US\.\d+$/),
          },
        ],
        messages: [{ from: '19195550123', type: 'text', text: { body: 'Élm Street 🚦 / Main' } }],
      },
    ]);
  });

  it('wait until the town has confirmed its webhook, and the page says so', async () => {
    await sandbox.stop();
    sandbox.town.verifyToken = 'another-token';
    await sandbox.start();
    await eventually(async () =>
      expect(await sandbox.page('/whatsapp')).toContain('not confirmed its webhook (403'),
    );
    expect(await sandbox.write('Waiting.')).toContain('On its way');
    expect(sandbox.town.taken).toEqual([]);
    sandbox.town.verifyToken = whatsAppSettings.verifyToken;
    await eventually(() =>
      expect(sandbox.town.messages()).toMatchObject([{ text: { body: 'Waiting.' } }]),
    );
  });

  it('come again until they are answered with 200, with every answer in the ledger', async () => {
    sandbox.town.answers = [503, 401];
    await sandbox.write('Again and again.');
    await eventually(() => expect(sandbox.town.messages()).toHaveLength(1));
    const tries = await sandbox.ledger('attempted');
    const calls = tries.filter(({ facts }) => facts['what'] !== 'handshake');
    expect(calls.map(({ facts }) => facts['status'])).toEqual([503, 401, 200]);
    expect(await sandbox.ledger('handed-over')).toMatchObject([{ facts: { answer: 'arrived' } }]);
  });

  it('bring after a restart what had not arrived, and show what was there before', async () => {
    sandbox.town.answers = [503, 503, 503, 503, 503];
    await sandbox.write('Written before the restart.');
    await sandbox.stop();
    sandbox.town.answers = [];
    await sandbox.start();
    await eventually(() => expect(sandbox.town.messages()).toHaveLength(1));
    await eventually(async () => {
      const page = await sandbox.page(anaPath);
      expect(page).toContain('Written before the restart.');
      expect(page).toContain('The town has it.');
    });
    await sandbox.stop();
    await sandbox.start();
    expect(await sandbox.page(anaPath)).toContain('The town has it.');
    expect(sandbox.town.messages()).toHaveLength(1);
  });

  it.each([
    ['twice', [['One.'], ['One.'], ['Two.']]],
    ['reordered', [['Two.'], ['One.']]],
    ['together', [['One.', 'Two.']]],
  ])('bring two messages %s when told to', async (fault, calls) => {
    await sandbox.misbehave(fault);
    await sandbox.write('One.');
    await sandbox.write('Two.');
    const texts = sandbox.town
      .values()
      .map(({ messages = [] }) => messages.map(({ text }) => (text as { body: string }).body));
    expect(texts).toEqual(calls);
    expect(await sandbox.ledger('misbehaved')).toMatchObject([{ facts: { fault } }]);
  });

  it('hide the number of who took a username, from then on', async () => {
    await sandbox.misbehave('username-only');
    await sandbox.write('Nobody knows my number.');
    await sandbox.write('Still nobody.');
    for (const { contacts, messages = [] } of sandbox.town.values()) {
      expect(contacts).toEqual([
        { profile: { name: 'Ana', username: 'ana.0123' }, user_id: expect.any(String) },
      ]);
      expect(messages).toMatchObject([{ from_user_id: contacts[0]?.['user_id'] }]);
      expect(JSON.stringify(messages)).not.toContain('9195550123"');
    }
    const user = String(sandbox.town.values()[0]?.contacts[0]?.['user_id']);
    const sent = await sandbox.send({
      to: undefined,
      recipient: user,
      type: 'text',
      text: { body: 'We know.' },
    });
    expect(sent.body).toMatchObject({ contacts: [{ input: user, user_id: user }] });
    await eventually(() => expect(sandbox.town.statuses()).toHaveLength(2));
    expect(sandbox.town.statuses()[0]).not.toHaveProperty('recipient_id');
    expect(await sandbox.page(anaPath)).toContain('We know.');
  });

  it('bring a message three days late, which opens no window', async () => {
    await sandbox.misbehave('three-days-late');
    await sandbox.write('Written long ago.');
    const [message] = sandbox.town.messages();
    const age = Date.now() / 1_000 - Number(message?.['timestamp']);
    expect(Math.round(age / 86_400)).toBe(3);
    expect((await sandbox.sendText('Hello.')).body.error?.code).toBe(131_047);
  });
});

describe('The chat of the WhatsApp sandbox', () => {
  it('keeps what was typed when something is missing, and sends nothing', async () => {
    const answer = await sandbox.post('/whatsapp', { number: '12', name: 'Kept name', text: '' });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('<title>Error: ');
    expect(page).toContain('value="Kept name"');
    expect(await sandbox.ledger('minted')).toEqual([]);
  });

  it('sends a place, and quotes the message that it answers', async () => {
    await sandbox.write('Hello.');
    const { body } = await sandbox.sendText('Where is it?');
    const quotes = body.messages?.[0]?.id ?? '';
    await sandbox.post(anaPath, { text: '', place: '35.913, -79.056', quotes });
    expect(sandbox.town.messages().at(-1)).toMatchObject({
      ...{ type: 'location', location: { latitude: 35.913, longitude: -79.056 } },
      context: { id: quotes },
    });
  });

  it('says on every page that it reaches nobody, and allows no script', async () => {
    await sandbox.write('<script>alert(1)</script>');
    for (const path of ['/', '/whatsapp', anaPath, '/faults', '/whatsapp/chats/1']) {
      const answer = await fetch(`${sandbox.url}${path}`);
      const page = await answer.text();
      expect(page).toContain('This is a sandbox.');
      expect(page).not.toContain('<script');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});

import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import type { InboundEnvelope } from '#core/channel/envelope';
import type { Normalised } from '#core/channel/normalised';

import {
  channelTestTime,
  channelTools,
  storedEnvelope,
  webhookRequest,
} from '../../../../test/support/channel-tools.js';
import { normalise } from './normalise.js';
import { receive } from './receive.js';
import { whatsAppSettings } from './settings.js';

const settings = whatsAppSettings.parse({
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  accessToken: 'a token of a system user, for tests only',
  appSecrets: ['5dd5a4b8f0c94ab6a9e04e0b5a6b0c6d'],
  verifyToken: 'a verify token, for tests only',
});

const ana = { profile: { name: 'Ana' }, wa_id: '19195550111', user_id: 'US.111' };
const ben = { profile: { name: 'Ben' }, wa_id: '19195550112', user_id: 'US.222' };

describe('a call of WhatsApp with several events', () => {
  const batch = bodyOf([
    changeOf({
      contacts: [ana, ben],
      messages: [text('1', ana, 'One'), text('2', ben, 'Two'), text('3', ana, 'Three')],
    }),
    changeOf({ statuses: [status('out-1', 'sent'), status('out-1', 'delivered')] }),
    { field: 'message_template_status_update', value: { event: 'APPROVED' } },
    changeOf({ contacts: [ben], messages: [text('4', ben, 'Four')] }),
  ]);

  it('gives an envelope to each, in order, understood as if it had come alone', () => {
    expect(receiveBody(batch).map(heard)).toEqual([
      'Ana: One',
      'Ben: Two',
      'Ana: Three',
      'ignored: status-sent',
      'receipt: delivered',
      'ignored: template-news',
      'Ben: Four',
    ]);
  });

  it('keeps of each envelope the bytes that arrived, and nobody else’s', () => {
    const written = batch
      .replace('"One"', '"On\\u0065 \\ud83d\\udeb0"')
      .replace('"Two"', ' "T/wo" ');
    const [first, second] = receiveBody(written).map(({ raw }) => Buffer.from(raw).toString());
    expect(first).toContain('"On\\u0065 \\ud83d\\udeb0"');
    expect(second).toContain('"T/wo"');
    expect(first).not.toMatch(/T\/wo|Ben|US\.222/);
    expect(() => JSON.parse(first ?? '') as unknown).not.toThrow();
  });

  it('knows an event again, whatever it comes together with', () => {
    const alone = receiveBody(
      bodyOf([changeOf({ contacts: [ben], messages: [text('2', ben, 'Two')] })]),
    );
    const together = receiveBody(batch)[1];
    expect(alone[0]?.dedupeKey).toEqual(together?.dedupeKey);
    expect(alone[0]?.identityKey).toEqual(together?.identityKey);
  });

  it('tells the steps of one message apart, and keeps them in order', () => {
    const [sent, delivered] = receiveBody(batch).slice(3, 5);
    expect(sent?.dedupeKey).not.toEqual(delivered?.dedupeKey);
    expect(sent?.identityKey).toEqual(delivered?.identityKey);
  });

  it.each([null, 7, 'text', [], {}, { id: 'wamid.x' }, { ...text('x', ana, 'X'), from: [[]] }])(
    'is not stopped by one that nobody can read: %j',
    (broken) => {
      const messages = [text('1', ana, 'One'), broken, text('3', ana, 'Three')];
      const said = receiveBody(bodyOf([changeOf({ contacts: [ana], messages })])).map(heard);
      expect(said).toHaveLength(3);
      expect([said[0], said[2]]).toEqual(['Ana: One', 'Ana: Three']);
    },
  );

  it('keeps a thousand of three megabytes apart', () => {
    const words = 'a'.repeat(2_900);
    const people = Array.from({ length: 1_000 }, (_, at) => ({
      ...ana,
      wa_id: String(19_195_550_000 + at),
      user_id: `US.${at + 1}`,
    }));
    const messages = people.map((person, at) => text(String(at), person, `${at} ${words}`));
    const body = bodyOf([changeOf({ contacts: people, messages })]);
    const envelopes = receiveBody(body);
    expect(body.length).toBeGreaterThan(3e6);
    expect(new Set(envelopes.map(({ identityKey }) => identityKey.toString('hex'))).size).toBe(
      1_000,
    );
    expect(envelopes.reduce((sum, { raw }) => sum + raw.byteLength, 0)).toBeLessThan(2 * 3.2e6);
    expect(heard(envelopes[999])).toBe(`Ana: 999 ${words}`);
  });
});

describe('whoever writes on WhatsApp', () => {
  it('is one identity by their user id, whether the number is shown or not', () => {
    const { wa_id, ...hidden } = ana;
    const shown = changeOf({ contacts: [ana], messages: [text('1', ana, 'One')] });
    const message = { ...text('2', ana, 'Two'), from: undefined, from_user_id: 'US.111' };
    const withheld = changeOf({ contacts: [hidden], messages: [message] });
    const [first, second] = receiveBody(bodyOf([shown, withheld]));
    expect(wa_id).toBe('19195550111');
    expect(second?.identityKey).toEqual(first?.identityKey);
    expect([heard(first), heard(second)]).toEqual(['Ana: One', 'Ana: Two']);
  });

  it('stays that identity in the news of a new number', () => {
    const system = { type: 'user_changed_number', wa_id: '19195550119', user_id: 'US.333' };
    const news = {
      ...text('2', ana, ''),
      ...{ type: 'system', system: { ...system, previous_user_id: 'US.111' } },
    };
    const wrote = changeOf({ contacts: [ana], messages: [text('1', ana, 'One')] });
    const [first, second] = receiveBody(bodyOf([wrote, changeOf({ messages: [news] })]));
    expect(second?.identityKey).toEqual(first?.identityKey);
  });

  it('is not taken for somebody else whose profile came along', () => {
    const body = bodyOf([changeOf({ contacts: [ana], messages: [text('1', ben, 'One')] })]);
    expect(normalisedOf(receiveBody(body)[0])).toMatchObject({
      sender: { kind: 'phone', address: '+19195550112' },
    });
  });
});

describe('a call that brings nothing', () => {
  it.each(['{"object":"whatsapp_business_account","entry":[]}', '', 'null', '[]'])(
    'is kept for somebody to see: %j',
    (body) => {
      const envelopes = receiveBody(body);
      expect(envelopes).toHaveLength(1);
      expect(Buffer.from(envelopes[0]?.raw ?? 'nothing').toString()).toBe(body);
    },
  );

  it('is refused when it is larger than any of Meta’s', () => {
    const rawBody = Buffer.alloc(4 * 1024 * 1024 + 1, ' ');
    expect(receive(webhookRequest({ rawBody }), channelTools().account.id, settings)).toMatchObject(
      {
        kind: 'refused',
        problem: { code: 'too-large' },
      },
    );
  });
});

type Person = Partial<typeof ana>;

function text(id: string, { wa_id }: Person, body: string) {
  const timestamp = String(channelTestTime / 1_000);
  return { from: wa_id, id: `wamid.${id}`, timestamp, type: 'text', text: { body } };
}

function status(id: string, word: string) {
  return { id: `wamid.${id}`, status: word, timestamp: '1795446100', recipient_id: ana.wa_id };
}

function changeOf(lists: object) {
  const metadata = { display_phone_number: '19195550100', phone_number_id: '106540352242922' };
  return { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...lists } };
}

/** Every second change in an entry of its own. */
function bodyOf(changes: readonly object[]): string {
  const entry = [changes.slice(0, 2), changes.slice(2)]
    .filter((part) => part.length > 0)
    .map((part) => ({ id: '102290129340398', changes: part }));
  return JSON.stringify({ object: 'whatsapp_business_account', entry }, null, 1);
}

function receiveBody(body: string): readonly InboundEnvelope[] {
  const rawBody = Buffer.from(body);
  const digest = createHmac('sha256', settings.appSecrets[0] ?? '')
    .update(rawBody)
    .digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${digest}` };
  const reception = receive(
    webhookRequest({ rawBody, headers }),
    channelTools().account.id,
    settings,
  );
  if (reception.kind !== 'accepted') throw new Error(reception.kind);
  return reception.envelopes;
}

function normalisedOf(envelope: InboundEnvelope | undefined): Normalised {
  if (envelope === undefined) throw new Error('There are fewer envelopes.');
  return normalise(storedEnvelope(envelope), settings);
}

function heard(envelope: InboundEnvelope | undefined): string {
  const normalised = normalisedOf(envelope);
  switch (normalised.kind) {
    case 'message':
      return `${normalised.sender.displayName ?? 'nobody'}: ${normalised.text}`;
    case 'receipt':
      return `receipt: ${normalised.status}`;
    case 'ignored':
      return `ignored: ${normalised.reason}`;
  }
}

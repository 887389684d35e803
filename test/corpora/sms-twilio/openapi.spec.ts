import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type twilio from 'twilio';

import { instantFromMilliseconds } from '#core/time/instant';

import { registeredChannel } from '../../support/channel-registered.js';
import { channelDelivery, channelTools } from '../../support/channel-tools.js';
import { type Exchange, OpenApi } from '../../support/open-api.js';
import { RecordedApi } from '../../support/recorded-api.js';
import {
  accountSid,
  authToken,
  citizenNumber,
  messagingServiceSid,
  RunningPhone,
  townNumber,
} from '../../support/sms-twilio/running-phone.js';
import { testdata } from '../testdata.js';

jest.setTimeout(60_000);

/** Formats of this document that JSON Schema does not know; its addresses are relative ones. */
const ownFormats = {
  'phone-number': /^(\+[1-9]\d{1,14}|\d{3,6})$/,
  'date-time-rfc-2822': /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/,
  currency: /^[A-Za-z]{3}$/,
  uri: /^(https?:\/\/|\/)\S+$/,
  'uri-map': true,
  'http-method': true,
  'phone-number-capabilities': true,
  int64: true,
} as const;

describe('The sandbox and the library of the provider, held against its own OpenAPI document', () => {
  let phone: RunningPhone;
  let api: RecordedApi;
  let judge: OpenApi;
  let client: twilio.Twilio;

  beforeAll(async () => {
    judge = new OpenApi(testdata('specs/twilio/twilio_api_v2010.json'), ownFormats);
    phone = await RunningPhone.open();
    api = await RecordedApi.open(phone.apiBaseUrl);
    client = phone.client(undefined, api.url);
  });
  afterAll(async () => {
    await api.close();
    await phone.remove();
  });

  it('finds no violation in what is asked and what is answered', async () => {
    await converse();
    const described = api.exchanges.map((exchange) => judge.violations(exchange));
    expect(described.flatMap((violations) => violations ?? [])).toEqual([]);
    expect(described.filter((violations) => violations !== null).length).toBeGreaterThan(10);
  });

  it('finds none either in what the channel of the town asks for', async () => {
    const before = api.exchanges.length;
    const definition = registeredChannel('sms-twilio');
    const account = { accountSid, authTokens: [authToken], number: townNumber };
    const places = { apiBaseUrl: api.url, publicUrl: phone.town.url };
    const tools = channelTools('sms');
    const adapter = definition.create(definition.settings.parse({ ...account, ...places }), tools);
    const delivery = channelDelivery({ channelRef: citizenNumber, text: 'Thank you — again.' });
    const { signal } = new AbortController();
    expect(await adapter.send(delivery, signal)).toMatchObject({ kind: 'sent' });
    tools.setNow(instantFromMilliseconds(Date.now()));
    const sent = { ...delivery, createdAt: tools.clock.now() };
    expect(await adapter.findSent?.(sent, signal)).toMatchObject({ kind: 'found' });
    expect(await adapter.check?.(signal)).toMatchObject({ healthy: true });
    const start = await adapter.poll?.(null, signal);
    await phone.misbehave('missed');
    await phone.text('Missed', citizenNumber, new Blob(['x'], { type: 'image/png' }));
    const polled = await adapter.poll?.(start?.cursor ?? null, signal);
    expect(polled?.envelopes.length).toBeGreaterThan(0);
    const asked = api.exchanges.slice(before);
    expect(asked.length).toBeGreaterThan(6);
    expect(asked.flatMap((exchange) => judge.violations(exchange))).toEqual([]);
  });

  it('answers every refusal as the library reads refusals', () => {
    const refused = api.exchanges.filter(({ status }) => status >= 400);
    expect(refused.map(({ status }) => status).toSorted()).toEqual([400, 400, 404, 429, 503]);
    for (const { status, body } of refused) {
      expect(body).toEqual({
        ...{ code: expect.any(Number), message: expect.any(String), status },
        more_info: expect.stringMatching(/^https:\/\/www\.twilio\.com\/docs\/errors\/\d{5}$/),
      });
    }
  });

  it('would notice a field too many, a wrong kind and a parameter that nobody knows', () => {
    const [created] = api.exchanges.filter(({ status }) => status === 201);
    if (created === undefined) throw new Error('Nothing was created.');
    const body = created.body as object;
    const form = new URLSearchParams(created.form ?? '');
    form.set('Bodi', 'x');
    expect(wrong(created, { body: { ...body, colour: 'red' } })).toMatch(/additional properties/);
    expect(wrong(created, { body: { ...body, num_segments: 1 } })).toMatch(/must be string/);
    expect(wrong(created, { body: { ...body, status: 'on its way' } })).toMatch(/allowed values/);
    expect(wrong(created, { body: { ...body, date_created: '2026-01-01' } })).toMatch(/format/);
    expect(wrong(created, { form })).toMatch(/additional properties/);
    const query = new URLSearchParams({ PageSize: '0' });
    const [listed] = api.exchanges.filter(({ query: asked }) => asked.has('PageSize'));
    expect(wrong(listed ?? created, { query })).toMatch(/must be >= 1/);
  });

  async function converse(): Promise<void> {
    const order = { to: citizenNumber, from: townNumber, body: 'Thank you.' };
    const statusCallback = `${phone.town.url}/webhooks/sms`;
    const { sid } = await client.messages.create({ ...order, statusCallback, smartEncoded: true });
    const { to, body } = order;
    await client.messages.create({ to, body, messagingServiceSid, validityPeriod: 14_400 });
    await client.messages.create({ ...order, mediaUrl: [`${phone.town.url}/map.png`] });
    await phone.misbehave('carrier-30003');
    await client.messages.create(order);
    await client.messages(sid).fetch();
    await client.api.v2010.accounts(accountSid).fetch();
    await client.incomingPhoneNumbers.list({ phoneNumber: townNumber, limit: 1 });
    await phone.text('A picture', citizenNumber, new Blob(['x'], { type: 'image/png' }));
    await phone.text('STOP', '+19195550102');
    const yesterday = new Date(Date.now() - 86_400_000);
    await client.messages.list({ to: townNumber, dateSentAfter: yesterday, pageSize: 1 });
    await client.messages.list({ from: citizenNumber, dateSentBefore: new Date() });
    const [received] = await client.messages.list({ dateSent: new Date(), from: citizenNumber });
    const [media] = await client.messages(received?.sid ?? '').media.list();
    await client
      .messages(received?.sid ?? '')
      .media(media?.sid ?? '')
      .fetch();
    await expect(client.messages.create({ ...order, body: '' })).rejects.toThrow();
    await expect(client.messages.create({ ...order, to: '+19195550102' })).rejects.toThrow();
    await expect(client.messages(`SM${'f'.repeat(32)}`).fetch()).rejects.toThrow();
    for (const fault of ['rate-limited', 'error-before']) {
      await phone.misbehave(fault);
      await expect(client.messages.create(order)).rejects.toThrow();
    }
  }

  function wrong(exchange: Exchange, change: Partial<Exchange>): string {
    return (judge.violations({ ...exchange, ...change }) ?? []).join('\n');
  }
});

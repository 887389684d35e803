import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { askTwilio, type TwilioClient } from '#channels/twilio-client';

import { OpenApi } from '../../support/open-api.js';
import { RecordedApi } from '../../support/recorded-api.js';
import { SandboxCalls } from '../../support/voice-twilio/sandbox-calls.js';
import { testdata } from '../testdata.js';

jest.setTimeout(60_000);

/** Formats of this document that JSON Schema does not know; its addresses are relative ones. */
const ownFormats = {
  'phone-number': /^\+[1-9]\d{1,14}$/,
  'date-time-rfc-2822': /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/,
  currency: /^[A-Za-z]{3}$/,
  uri: /^(https?:\/\/|\/)\S+$/,
  'uri-map': true,
  int64: true,
  endpoint: true,
  twiml: true,
  'http-method': true,
} as const;

describe('Calls of the sandbox and of the library, held against the provider’s own OpenAPI document', () => {
  let calls: SandboxCalls;
  let api: RecordedApi;

  beforeAll(async () => {
    calls = await SandboxCalls.open();
    api = await RecordedApi.open(calls.account.apiBaseUrl);
  });
  afterAll(async () => {
    await api.close();
    await calls.remove();
  });

  const ask = <Value>(question: (client: TwilioClient) => Promise<Value>) =>
    askTwilio({ ...calls.account, apiBaseUrl: api.url }, new AbortController().signal, question);

  it('show no violation in what is asked and what is answered', async () => {
    const order = { to: '+19195550150', from: '+19195550100', twiml: '<Response/>' };
    const callbacks = { statusCallback: 'https://x.example/', statusCallbackEvent: ['completed'] };
    const made = await ask((client) =>
      client.calls.create({ ...order, ...callbacks, timeout: 25 }),
    );
    const sid = made.kind === 'answered' ? made.value.sid : '';
    await ask((client) => client.calls(sid).fetch());
    await ask((client) => client.incomingPhoneNumbers.list({ phoneNumber: order.from, limit: 1 }));
    await ask((client) => client.calls.list({ to: order.to, limit: 5, pageSize: 1 }));
    expect(await ask((client) => client.calls.create({ ...order, to: '+1' }))).toMatchObject({
      ...{ kind: 'refused', code: 21211 },
    });
    expect(await ask((client) => client.calls(`CA${'f'.repeat(32)}`).fetch())).toMatchObject({
      ...{ kind: 'refused', code: 20404 },
    });
    const judge = new OpenApi(testdata('specs/twilio/twilio_api_v2010.json'), ownFormats);
    const described = api.exchanges.map((exchange) => judge.violations(exchange));
    expect(described.flatMap((violations) => violations ?? [])).toEqual([]);
    expect(described.filter((violations) => violations !== null).length).toBeGreaterThanOrEqual(4);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { channelTools } from '../../../../test/support/channel-tools.js';
import { sampleTwilioAccount } from '../twilio-sample.js';
import { definition } from './definition.js';

const town = '+19195550100';
const webhook = 'https://311.fairmill.example/webhooks/voice';
const account = `/2010-04-01/Accounts/${sampleTwilioAccount.accountSid}`;
const right = { voice_url: `${webhook}#rc=2`, voice_method: 'POST', sms_url: 'https://elsewhere' };

let number: object | null = right;
let status = 'active';
let fails: number | null = null;
let apiBaseUrl = '';
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://api');
  response.writeHead(fails ?? 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(fails === null ? bodyOf(pathname) : { code: 20003, status: fails }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  [number, status, fails] = [right, 'active', null];
});

describe('the check of an account that is called', () => {
  it('finds the number and its webhook right, also with connection overrides', async () => {
    const health = await check();
    expect(health).toMatchObject({ healthy: true });
    expect(health?.steps.map(({ step }) => step)).toEqual([
      ...['account', 'public address', 'number', 'webhook'],
    ]);
  });

  it.each([
    ['the credentials are wrong', () => (fails = 401), /accountSid and authTokens/],
    ['the account was suspended', () => (status = 'suspended'), /is suspended/],
    ['the number is not ours', () => (number = null), /has no number \+19195550100/],
    [
      'calls go elsewhere',
      () => (number = { ...right, voice_url: 'https://demo.twilio.com/welcome' }),
      /go to https:\/\/demo.*set .A call comes in. .*webhooks\/voice/,
    ],
    ['calls go nowhere', () => (number = { ...right, voice_url: null }), /Calls .* go nowhere/],
    ['calls come by GET', () => (number = { ...right, voice_method: 'GET' }), /by GET/],
  ])('says what to do when %s', async (_what, spoil, remedy) => {
    spoil();
    const health = await check();
    expect(health?.healthy).toBe(false);
    expect(health?.steps.find(({ passed }) => !passed)?.detail).toMatch(remedy);
  });
});

function check() {
  const settings = { ...sampleTwilioAccount, apiBaseUrl, number: town };
  const adapter = definition.create(definition.settings.parse(settings), channelTools('voice'));
  return adapter.check?.(new AbortController().signal);
}

function bodyOf(pathname: string): object {
  switch (pathname) {
    case `${account}.json`:
      return { status };
    case `${account}/IncomingPhoneNumbers.json`:
      return { incoming_phone_numbers: number === null ? [] : [number] };
    default:
      return {};
  }
}

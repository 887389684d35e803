import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { channelTools } from '../../../../test/support/channel-tools.js';
import { check } from './check.js';
import { maintain } from './maintain.js';
import { type WhatsAppSettings, whatsAppSettings } from './settings.js';

const goOn = new AbortController().signal;
const asked: string[] = [];
const account = '102290129340398';
const right: Readonly<Record<string, object>> = {
  '106540352242922': { display_phone_number: '+1 919-555-0100', quality_rating: 'GREEN' },
  [`${account}/subscribed_apps`]: { data: [{ whatsapp_business_api_data: { id: '1' } }] },
  [`${account}/message_templates`]: {
    data: [template('en_US', 'APPROVED', 'Update: {{1}}'), template('es', 'APPROVED', '{{1}}.')],
  },
};
let answers = right;
let server: Server;
let settings: WhatsAppSettings;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname.replace(/^\/v[\d.]+\//, '');
    asked.push(`${request.method} ${path}`);
    const answer = answers[path] ?? { error: { message: '(#100) Unsupported', code: 100 } };
    response.writeHead('error' in answer ? 400 : 200).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  settings = whatsAppSettings.parse({
    phoneNumberId: '106540352242922',
    businessAccountId: account,
    accessToken: 'a token of a system user, for tests only',
    appSecrets: ['5dd5a4b8f0c94ab6a9e04e0b5a6b0c6d'],
    verifyToken: 'a verify token, for tests only',
    apiBaseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    template: { name: 'request_update', languages: { en: 'en_US', es: 'es' } },
  });
});

beforeEach(() => {
  asked.length = 0;
  answers = right;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('the check of a WhatsApp account', () => {
  it('passes step by step when everything is there', async () => {
    expect(await check(settings, goOn)).toEqual({
      healthy: true,
      steps: [
        passed('number and token', '+1 919-555-0100, quality GREEN'),
        passed('subscription', 'the app is subscribed'),
        passed('template request_update in en_US', 'approved'),
        passed('template request_update in es', 'approved'),
      ],
    });
  });

  it('asks for no template where none is set', async () => {
    const { template: set, ...without } = settings;
    expect(set).toBeDefined();
    expect((await check(without, goOn)).steps).toHaveLength(2);
  });

  it('names what failed, with the remedy', async () => {
    answers = { [`${account}/subscribed_apps`]: { data: [] } };
    const { healthy, steps } = await check(settings, goOn);
    expect(healthy).toBe(false);
    expect(steps.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^Refused: 100 Unsupported\. Check phoneNumberId/),
      expect.stringMatching(/^No app is subscribed/),
      'Refused: 100 Unsupported.',
    ]);
  });

  it.each([
    [template('en_US', 'PAUSED', 'Update: {{1}}'), /^It is PAUSED\. Have a utility template/],
    [template('en_US', 'APPROVED', 'Update'), /^It has 0 parameters; its text must have one\./],
    [template('en_US', 'APPROVED', '{{1}} {{2}}'), /^It has 2 parameters/],
    [template('fr', 'APPROVED', '{{1}}'), /^There is none\./],
  ])('finds the template that cannot be used: %j', async (found, detail) => {
    answers = { ...right, [`${account}/message_templates`]: { data: [found] } };
    const { steps } = await check(settings, goOn);
    expect(steps[2]?.passed).toBe(false);
    expect(steps[2]?.detail).toMatch(detail);
  });

  it('says that the API is not there', async () => {
    const { steps } = await check({ ...settings, apiBaseUrl: 'http://127.0.0.1:2' }, goOn);
    expect(steps.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^Not reached \(ECONNREFUSED\)\./),
      'Not reached (ECONNREFUSED).',
      'Not reached (ECONNREFUSED).',
    ]);
  });
});

describe('the upkeep of a WhatsApp account', () => {
  it('subscribes again what Meta has unsubscribed, and says so', async () => {
    answers = { [`${account}/subscribed_apps`]: { data: [] } };
    const tools = channelTools();
    await maintain(settings, tools, goOn);
    expect(asked).toEqual([`GET ${account}/subscribed_apps`, `POST ${account}/subscribed_apps`]);
    expect(tools.logged).toEqual([
      { event: 'whatsapp-subscription-was-missing', facts: { subscribed: true } },
    ]);
  });

  it('leaves a subscription alone that is there, or of which nobody knows', async () => {
    const tools = channelTools();
    await maintain(settings, tools, goOn);
    answers = {};
    await maintain(settings, tools, goOn);
    expect(asked).toEqual([`GET ${account}/subscribed_apps`, `GET ${account}/subscribed_apps`]);
    expect(tools.logged).toEqual([]);
  });
});

function template(language: string, status: string, text: string) {
  return { name: 'request_update', language, status, components: [{ type: 'BODY', text }] };
}

function passed(step: string, detail: string) {
  return { step, passed: true, detail };
}

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Delivery, DeliveryOutcome } from '#core/channel/delivery';

import {
  channelDelivery,
  channelTestTime,
  channelTools,
} from '../../../../test/support/channel-tools.js';
import { sampleTwilioAccount } from '../twilio-sample.js';
import { send } from './send.js';
import { smsTwilioSettings } from './settings.js';

interface Recorded {
  readonly name: string;
  readonly answer: { status: number; headers: Record<string, string>; body: string };
  readonly outcome: string;
  readonly retryInMs?: number | null;
}

const recorded = JSON.parse(
  readFileSync(new URL('./fixtures/failures.json', import.meta.url), 'utf8'),
) as readonly Recorded[];
const goOn = new AbortController().signal;
const accepted = { status: 201, headers: {}, body: JSON.stringify({ sid: `SM${'a'.repeat(32)}` }) };

let apiBaseUrl = '';
let answer: Recorded['answer'] | null = accepted;
let asked: { readonly url: string; readonly form: URLSearchParams }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    asked.push({
      url: request.url ?? '',
      form: new URLSearchParams(String(Buffer.concat(chunks))),
    });
    if (answer !== null) response.writeHead(answer.status, answer.headers).end(answer.body);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/twilio`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('what the provider says to a text', () => {
  it.each(recorded)('$name: $outcome', async ({ answer: recordedAnswer, outcome, retryInMs }) => {
    const ended = await sending({}, recordedAnswer);
    expect(kindOf(ended)).toBe(outcome);
    // Once: neither the library nor we send anything a second time.
    expect(asked).toHaveLength(1);
    if (retryInMs === undefined) return;
    const retryAt = retryInMs === null ? null : channelTestTime + retryInMs;
    expect(ended).toMatchObject({ failure: { retryAt } });
  });

  it('names the code and never the words of the answer, which may hold a number', async () => {
    const ended = await sending({}, recorded[0]?.answer ?? accepted);
    expect(JSON.stringify(ended)).toContain('error 21211');
    expect(JSON.stringify(ended)).not.toContain('919');
  });

  it('is told to administrators when only they can mend it', async () => {
    const tools = channelTools('sms');
    for (const { answer: recordedAnswer } of recorded) {
      await sending({}, recordedAnswer, tools);
    }
    const codes = tools.logged.map(({ facts }) => (facts as { readonly error: number }).error);
    expect(codes).toEqual([21408, 30007, 30032, 30034]);
  });

  it('is unknown when no answer comes in time or the connection breaks', async () => {
    const cut = await sending({}, null, channelTools('sms'), AbortSignal.timeout(100));
    expect(kindOf(cut)).toBe('unknown');
    const parts = partsOf(channelTools('sms'));
    const ended = send(parts, delivery({}), goOn);
    for (let wait = 0; asked.length === 1 && wait < 200; wait += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    server.closeAllConnections();
    expect(kindOf(await ended)).toBe('unknown');
  });

  it('is that nothing was sent when nobody listens', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const parts = partsOf(channelTools('sms'), { apiBaseUrl: `http://127.0.0.1:${port}` });
    expect(kindOf(await send(parts, delivery({}), goOn))).toBe('transient');
  });
});

describe('a text to the provider', () => {
  it('goes from our number, with the address for its statuses', async () => {
    await sending({ text: 'A crew – comes & goes' });
    const [{ url, form } = { url: '', form: new URLSearchParams() }] = asked;
    expect(url).toBe(`/twilio/2010-04-01/Accounts/${sampleTwilioAccount.accountSid}/Messages.json`);
    expect(Object.fromEntries(form)).toEqual({
      ...{ To: '+19195550142', From: '+19195550100', Body: 'A crew – comes & goes' },
      StatusCallback: 'https://311.fairmill.example/webhooks/sms',
    });
  });

  it('goes by the messaging service where there is one', async () => {
    const messagingServiceSid = `MG${'0'.repeat(32)}`;
    const parts = partsOf(channelTools('sms'), { messagingServiceSid });
    [answer, asked] = [accepted, []];
    await send(parts, delivery({}), goOn);
    expect(asked[0]?.form.get('MessagingServiceSid')).toBe(messagingServiceSid);
    expect(asked[0]?.form.has('From')).toBe(false);
  });

  it('goes back over the transport that the citizen uses', async () => {
    await sending({ channelRef: 'whatsapp:+19195550142' });
    expect(asked[0]?.form.get('From')).toBe('whatsapp:+19195550100');
  });

  it('asks for no statuses where the provider cannot call us: it would refuse the text', async () => {
    const settings = { publicUrl: 'http://localhost:3110', apiBaseUrl: 'https://api.twilio.com' };
    const parts = partsOf(channelTools('sms'), settings);
    const here = { ...parts.settings, apiBaseUrl };
    const { canBeCalled } = await import('./account-parts.js');
    expect(canBeCalled(parts)).toBe(false);
    expect(canBeCalled({ ...parts, settings: here })).toBe(true);
  });

  it.each([
    ['is longer than ten segments', { text: '’'.repeat(671) }],
    ['goes to a number abroad', { channelRef: '+442071838750' }],
    ['goes to a premium number', { channelRef: '+19005550142' }],
  ])('never leaves when it %s', async (_what, changes) => {
    expect(kindOf(await sending(changes))).toBe('rejected');
    expect(asked).toEqual([]);
  });
});

function delivery(changes: Partial<Delivery>): Delivery {
  return channelDelivery({ channelRef: '+19195550142', ...changes });
}

function partsOf(tools: ReturnType<typeof channelTools>, changes: object = {}) {
  const account = { ...sampleTwilioAccount, apiBaseUrl, number: '+19195550100', ...changes };
  return { settings: smsTwilioSettings.parse(account), tools };
}

async function sending(
  changes: Partial<Delivery>,
  next: Recorded['answer'] | null = accepted,
  tools = channelTools('sms'),
  signal = goOn,
): Promise<DeliveryOutcome> {
  [answer, asked] = [next, []];
  return send(partsOf(tools), delivery(changes), signal);
}

function kindOf(outcome: DeliveryOutcome): string {
  return outcome.kind === 'not-sent' ? outcome.failure.kind : outcome.kind;
}

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import twilio from 'twilio';

import { SampleProvider } from '../../../libs/channels/src/sms-twilio/sample-provider.js';
import { eventually } from '../../support/eventually.js';
import { RunningTown } from '../../support/running-town.js';
import { StaffClient } from '../../support/town-client.js';

jest.setTimeout(60_000);

const accountSid = `AC${'0a1b2c3d'.repeat(4)}`;
const authToken = 'f00dbabe'.repeat(4);
const townNumber = '+19195550100';
const ana = '+19195550142';
const stopped = 'You will get no more texts from this number. Text START to get them again.';

let town: RunningTown;
let staff: StaffClient;
let provider: SampleProvider;
let texts = 0;

beforeEach(async () => {
  town = await RunningTown.found({ settings: { TOWNLINE_PHONE: '919-555-0311' } });
  staff = new StaffClient(town);
  provider = await SampleProvider.open(accountSid, `${town.url}/webhooks/sms`);
  const settings = {
    ...{ accountSid, authTokens: [authToken], number: townNumber, messagesPerSecond: 100 },
    ...{ apiBaseUrl: provider.origin, publicUrl: town.url, optOutHandling: 'none' },
  };
  const account = { channel: 'sms-twilio', code: 'sms', title: 'Texts', settings };
  expect((await staff.call('POST', '/channel-accounts', account)).status).toBe(201);
});
afterEach(async () => {
  await town.remove();
  await provider.close();
});

describe('A citizen who texts', () => {
  it('is told once who writes, ends it with STOP, and comes back with START', async () => {
    await text(ana, 'Pothole on Main Street');
    await eventually(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toMatch(/^Fairmill 311: We have your request FM.*Reply STOP to end texts\.$/);
    const [{ number } = { number: '' }] = await staff.stream();
    await staff.call('POST', `/requests/${number}/replies`, { text: 'Which house?' });
    await eventually(() => expect(sent().at(-1)).toBe('Which house?'));

    await staff.call('POST', `/requests/${number}/replies`, { text: 'Held.', holdSeconds: 600 });
    await text(ana, 'Stop');
    await text(ana, 'STOP');
    await eventually(() => expect(sent().at(-1)).toContain(stopped));
    const look = () => staff.call<Shown>('GET', `/requests/${number}`);
    const wishes = async () =>
      (await look()).body.timeline.filter(({ consent }) => consent !== null);
    await eventually(async () => {
      expect((await wishes()).map((item) => item.text)).toEqual(['Stop', 'STOP']);
    });
    const shown = await look();
    expect(shown.body.optedOut).toMatchObject({ scope: 'channel', source: 'citizen' });
    const held = shown.body.timeline.find((item) => item.text === 'Held.');
    expect(held?.delivery).toMatchObject({ state: 'withdrawn', reason: 'opted-out' });

    const find = (address: string) => staff.call('POST', '/consent/find', { address });
    expect(await find('(919) 555-0142')).toMatchObject({
      status: 200,
      body: { address: ana, optOuts: [{ scope: 'channel' }], entries: [{ words: 'Stop' }, {}] },
    });
    expect(await find('919-555-0149')).toMatchObject({ status: 404 });
    expect(await find('555')).toMatchObject({
      status: 400,
      body: { faults: [{ field: 'address' }] },
    });

    const refused = await staff.call('POST', `/requests/${number}/replies`, { text: 'Hello?' });
    expect(refused.body).toMatchObject({ code: 'opted-out' });
    await text(ana, 'It was number 12');
    await eventually(async () => expect((await staff.request(number)).messageCount).toBe(4));

    await text(ana, 'START');
    await eventually(() => expect(sent().at(-1)).toContain('You will get our texts again.'));
    const back = await staff.call('POST', `/requests/${number}/replies`, { text: 'Thanks.' });
    expect(back.status).toBe(201);
    await eventually(() => expect(sent().at(-1)).toBe('Thanks.'));
    expect(sent().filter((body) => body.includes(stopped))).toHaveLength(1);
  });

  it('ends it in words of their own, which a person sees, and HELP says who writes', async () => {
    await text(ana, 'please take me off your list');
    await eventually(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toContain(stopped);
    const [{ number } = { number: '' }] = await staff.stream();
    const shown = await staff.call<Shown>('GET', `/requests/${number}`);
    expect(shown.body.timeline.map(({ consent }) => consent)).toContain('guessed');
    await text(ana, 'HELP');
    await eventually(() => expect(sent().at(-1)).toContain('Our phone: 919-555-0311.'));
    expect(await staff.stream()).toHaveLength(1);
  });

  it('says it on the phone, and the person who heard it records it with the words', async () => {
    await text(ana, 'Light out on Elm');
    await eventually(() => expect(sent()).toHaveLength(1));
    const [{ number } = { number: '' }] = await staff.stream();
    const path = `/requests/${number}/consent`;
    const told = { action: 'opted-out', scope: 'everything', words: 'No texts, I am at work.' };
    expect((await staff.call('POST', path, told)).status).toBe(201);
    const record = await staff.call('GET', path);
    expect(record.body).toMatchObject({
      ...{ kind: 'phone', address: ana, optOuts: [{ scope: 'everything', source: 'staff' }] },
      entries: [{ action: 'opted-out', words: told.words, staffName: expect.any(String) }],
    });
    expect((await staff.call('POST', path, { ...told, words: '' })).status).toBe(400);
    expect((await staff.call('POST', path, { ...told, action: 'opted-in' })).status).toBe(201);
    expect((await staff.call('GET', path)).body).toMatchObject({ optOuts: [] });
    expect((await staff.call('GET', '/requests/FM26-999999-9/consent')).status).toBe(404);
  });
});

interface Shown {
  readonly optedOut: object | null;
  readonly timeline: readonly {
    readonly text: string;
    readonly consent: string | null;
    readonly delivery: object | null;
  }[];
}

function sent(): readonly string[] {
  return provider.held
    .filter(({ direction }) => direction === 'outbound-api')
    .map(({ body }) => body);
}

async function text(from: string, body: string): Promise<void> {
  texts += 1;
  const sid = `SM${String(texts).padStart(32, '0')}`;
  const fields = {
    ...{ MessageSid: sid, SmsSid: sid, AccountSid: accountSid, From: from, To: townNumber },
    ...{ Body: body, NumMedia: '0', SmsStatus: 'received', NumSegments: '1' },
  };
  const url = `${town.url}/webhooks/sms`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, url, fields),
    },
    body: new URLSearchParams(fields),
  });
  expect(answer.status).toBe(200);
}

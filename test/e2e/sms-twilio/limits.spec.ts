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
const quick = { TOWNLINE_PAGE_INTERVAL: '50ms', TOWNLINE_WATCH_INTERVAL: '50ms' };

let town: RunningTown;
let staff: StaffClient;
let provider: SampleProvider;
let texts = 0;

/** A number that may send for four cents a day, a cent a segment. */
async function openNumber(limits: object): Promise<void> {
  const settings = {
    ...{ accountSid, authTokens: [authToken], number: townNumber },
    ...{ apiBaseUrl: provider.origin, publicUrl: town.url, messagesPerSecond: 100, ...limits },
  };
  const account = { channel: 'sms-twilio', code: 'sms', title: 'Texts', settings };
  expect((await staff.call('POST', '/channel-accounts', account)).status).toBe(201);
}

beforeEach(async () => {
  town = await RunningTown.found({ settings: quick });
  staff = new StaffClient(town);
  provider = await SampleProvider.open(accountSid, `${town.url}/webhooks/sms`);
});
afterEach(async () => {
  await town.remove();
  await provider.close();
});

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

const textsTo = (number: string) =>
  provider.held
    .filter(({ direction, to }) => direction === 'outbound-api' && to === number)
    .map(({ body }) => body);

interface Spending {
  readonly spent: number;
  readonly parts: number;
}

async function spending(): Promise<Spending | null> {
  const { body } = await staff.call<{
    readonly accounts: readonly { readonly code: string; readonly spending: Spending | null }[];
  }>('GET', '/channel-accounts');
  return body.accounts.find(({ code }) => code === 'sms')?.spending ?? null;
}

/** The request of the only message so far that says this. */
async function requestAbout(words: string): Promise<string> {
  let number = '';
  await eventually(async () => {
    number = (await staff.stream()).find(({ subject }) => subject.includes(words))?.number ?? '';
    expect(number).not.toBe('');
  });
  return number;
}

async function outgoing(number: string) {
  const { timeline } = await staff.request(number);
  return timeline.flatMap(({ automatic, delivery }) =>
    delivery === null ? [] : [{ automatic, state: delivery.state }],
  );
}

describe('A number with a daily cap', () => {
  it('lets automatic texts rest at the cap, and neither people, nor emergencies, nor requests', async () => {
    await openNumber({ price: { perPart: 0.02 }, dailyCap: 0.02 });
    const [first, second, ana] = ['+19195550121', '+19195550122', '+19195550131'];
    await text(first, 'The street light at Oak is out.');
    await eventually(() => expect(textsTo(first)).toHaveLength(1));
    await eventually(async () => expect((await spending())?.parts).toBeGreaterThan(0));
    expect(await spending()).toMatchObject({ dailyCap: 0.02, currency: 'USD' });

    await text(second, 'Pothole on Main.');
    const number = await requestAbout('Pothole');
    await eventually(async () => {
      expect(await outgoing(number)).toEqual([{ automatic: true, state: 'failed' }]);
    });
    expect(textsTo(second)).toEqual([]);
    await staff.reply(number, { text: 'A crew comes on Tuesday.' });
    await eventually(() => {
      expect(textsTo(second)).toEqual([expect.stringContaining('A crew comes on Tuesday.')]);
    });

    const addresses = [{ kind: 'phone', address: ana }];
    await staff.call('POST', '/staff', { name: 'Ana', role: 'supervisor', addresses });
    await text(first, 'There is sewage in the street!');
    await eventually(() => {
      expect(textsTo(ana)).toContainEqual(expect.stringContaining('sewage in the street'));
    });
    const page = textsTo(ana).find((one) => one.includes('sewage in the street')) ?? '';
    await text(ana, /OK \d{6}/.exec(page)?.[0] ?? 'no code');
    await eventually(async () => {
      const { body } = await staff.call<{ readonly emergencies: readonly object[] }>(
        'GET',
        '/emergencies',
      );
      expect(body.emergencies).toMatchObject([{ state: 'acknowledged', acknowledgedBy: 'Ana' }]);
    });
  });
});

describe('A number of another country', () => {
  it('has its request, is told nothing by itself, and an answer says why it does not leave', async () => {
    await openNumber({});
    const jamaica = '+18765550101';
    await text(jamaica, 'Pothole on Main.');
    const number = await requestAbout('Pothole');
    await staff.reply(number, { text: 'A crew comes on Tuesday.' });
    await eventually(async () => {
      expect(await outgoing(number)).toEqual([{ automatic: false, state: 'failed' }]);
    });
    expect(textsTo(jamaica)).toEqual([]);
    expect(await spending()).toBeNull();
  });
});

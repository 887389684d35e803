import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { until } from '../../support/town-client.js';
import { closeNow } from '../../support/town-hours.js';
import { CallingTown, sidOf, townNumber } from '../../support/voice-twilio/calling-town.js';

jest.setTimeout(60_000);

let made: CallingTown;

beforeEach(async () => {
  made = await CallingTown.found();
  await closeNow(made.staff);
});
afterEach(() => made.remove());

const call = sidOf('CA', 1);
const recording = {
  ...{ RecordingSid: sidOf('RE', 1), RecordingStatus: 'completed', RecordingDuration: '12' },
  RecordingUrl: 'http://169.254.169.254/latest/meta-data',
};

interface Detail {
  readonly status: string;
  readonly messageCount: number;
  readonly emergencies: readonly string[];
  readonly timeline: readonly {
    readonly text: string;
    readonly direction: string;
    readonly attachments: readonly { readonly id: string; readonly state: string }[];
  }[];
}

const openRequests = (count: number) =>
  until(
    () => made.staff.stream(),
    ({ length }) => length === count,
  );
const callsMade = (count: number) =>
  until(
    () => Promise.resolve(made.provider.calls),
    ({ length }) => length === count,
    20_000,
  );
const detail = async (number: string) =>
  (await made.staff.call<Detail>('GET', `/requests/${number}`)).body;

describe('A call after hours', () => {
  it('hears when the town opens, what the keys do, and that it is recorded', async () => {
    const twiml = await made.call(call, { fields: { CallStatus: 'ringing' } });
    expect(twiml).toMatch(/We are closed now\. We open on \w+day \d+ \w+ at 10:00/);
    expect(twiml).toContain('For a water or sewer emergency, press 1.');
    expect(twiml).toContain('Para español, oprima el 2.');
    expect(twiml).toMatch(/Your message is recorded\..*<Record /s);
    const inSpanish = await made.call(call, { step: 'menu', fields: { Digits: '2' } });
    expect(inSpanish).toContain('Ahora estamos cerrados.');
    expect(inSpanish).toContain('lang=es');
    expect(await made.staff.stream()).toEqual([]);
  });

  it('whose caller presses 1 pages the person on call, who takes it with a key', async () => {
    await onCall('+19195550150');
    const heard = await made.call(call, { step: 'menu', fields: { Digits: '1' } });
    expect(heard).toMatch(/We are telling the person on duty now\. .*<Record /s);

    const [page] = await callsMade(1);
    expect(page).toMatchObject({ to: '+19195550150' });
    expect(page?.twiml).toMatch(
      /loop="2">This is Fairmill\. Water: emergency E-1.*Press 1 to take/s,
    );
    expect(page?.twiml).not.toContain('open http');
    const action = /action="([^"]+)"/.exec(page?.twiml ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '';
    const query = Object.fromEntries(new URL(action).searchParams);
    const outgoing = {
      ...{ From: townNumber, To: '+19195550150', Direction: 'outbound-api', Digits: '1' },
    };
    const thanks = await made.call(page?.sid ?? '', { ...query, fields: outgoing });
    expect(thanks).toContain('You have it.');
    const taken = await until(
      () => made.staff.call<{ emergencies: { state: string }[] }>('GET', '/emergencies'),
      ({ body }) => body.emergencies[0]?.state === 'acknowledged',
    );
    expect(taken.body).toMatchObject({ emergencies: [{ acknowledgedBy: 'Bo' }] });
  });

  it('finds the line of the person on call busy, and their next number is called at once', async () => {
    await onCall('+19195550150', '+19195550151');
    await made.call(call, { step: 'menu', fields: { Digits: '1' } });
    const [first] = await callsMade(1);
    const outgoing = { From: townNumber, To: '+19195550150', Direction: 'outbound-api' };
    const fields = { ...outgoing, CallStatus: 'busy' };
    await made.call(first?.sid ?? '', { step: 'status', fields });
    const numbers = (await callsMade(2)).map(({ to }) => to);
    expect(numbers).toEqual(['+19195550150', '+19195550151']);
  });

  it('brings one request, however many of its steps tell of it and how often', async () => {
    const press = { step: 'menu', fields: { Digits: '1' } };
    await made.call(call, press);
    await made.call(call, press);
    await made.call(call, { step: 'recorded', fields: recording });
    await made.call(call, { step: 'recording', fields: recording });
    await made.call(call, { step: 'status', fields: { CallStatus: 'completed' } });
    const [request] = await openRequests(1);
    const number = request?.number ?? '';
    const shown = await until(
      () => detail(number),
      ({ messageCount }) => messageCount === 2,
    );
    expect(shown.emergencies).toEqual(['water']);
    expect(shown.timeline.map(({ text }) => text)).toEqual([
      'The caller pressed 1 for a water or sewer emergency.',
      'Voicemail, 12 seconds.',
    ]);
    expect((await made.staff.call('GET', '/ledger')).body).toMatchObject({ clean: true });
  });

  it('leaves a voicemail that becomes a request with its recording, fetched at the provider', async () => {
    await made.call(call, { step: 'recording', lang: 'es', fields: recording });
    const [request] = await openRequests(1);
    const number = request?.number ?? '';
    const shown = await until(
      () => detail(number),
      ({ timeline }) => timeline[0]?.attachments[0]?.state === 'stored',
    );
    expect(shown).toMatchObject({ language: 'es', contact: { points: [{ kind: 'phone' }] } });
    const id = shown.timeline[0]?.attachments[0]?.id ?? '';
    const file = await fetch(`${made.town.url}/api/v1/requests/${number}/attachments/${id}`, {
      headers: { authorization: `Bearer ${made.town.key}` },
    });
    expect(Buffer.from(await file.arrayBuffer())).toEqual(made.provider.recording);
  });

  it('of a hidden number is a request of its own, with nobody who could be mistaken for it', async () => {
    const hidden = { From: 'anonymous', ...recording };
    await made.call(call, { step: 'recording', fields: hidden });
    const other = { ...hidden, RecordingSid: sidOf('RE', 2) };
    await made.call(sidOf('CA', 2), { step: 'recording', fields: other });
    const requests = await openRequests(2);
    const contacts = await Promise.all(requests.map(({ number }) => made.staff.request(number)));
    expect(new Set(contacts.map((request) => JSON.stringify(request)))).toHaveProperty('size', 2);
  });

  it('that ends without a word makes no request', async () => {
    const short = { ...recording, RecordingDuration: '1' };
    await made.call(call, { step: 'recording', fields: short });
    await made.call(sidOf('CA', 2), { step: 'status', fields: { CallStatus: 'no-answer' } });
    await made.call(sidOf('CA', 3), { step: 'recording', fields: { ...recording } });
    await openRequests(1);
  });

  it('that is not signed, or of another account, is refused', async () => {
    const wrongToken = await made.post(call, { Digits: '1' }, 'step=menu', 'c'.repeat(32));
    expect(wrongToken.status).toBe(401);
    const other = { Digits: '1', AccountSid: `AC${'d'.repeat(32)}` };
    expect((await made.post(call, other, 'step=menu')).status).toBe(403);
    expect(await made.staff.stream()).toEqual([]);
  });

  it('has an answer to copy for when the town cannot answer', async () => {
    const answer = await fetch(`${made.town.url}/webhooks/voice`);
    const twiml = await answer.text();
    expect(twiml).toContain('hang up and call 911.');
    expect(twiml).toContain('cuelgue y llame al 911.');
  });
});

describe('An answer to a caller', () => {
  it('does not go by phone: it fails with the reason', async () => {
    await made.call(call, { step: 'recording', fields: recording });
    const [request] = await openRequests(1);
    const number = request?.number ?? '';
    await made.staff.reply(number, { text: 'A crew comes.' });
    const shown = await until(
      () => made.staff.request(number),
      ({ timeline }) => timeline.some(({ delivery }) => delivery?.state === 'failed'),
    );
    expect(JSON.stringify(shown.timeline)).toContain('a person calls back');
    expect(made.provider.calls).toEqual([]);
  });
});

/** Bo, day and night. */
async function onCall(...numbers: readonly string[]): Promise<void> {
  const addresses = numbers.map((address) => ({ kind: 'voice', address }));
  await made.expect(201, 'POST', '/staff', { name: 'Bo', role: 'advocate', addresses });
  const shifts = [
    { from: 'mon 00:00', to: 'sun 00:00', person: 'Bo', deputies: [] },
    { from: 'sun 00:00', to: 'mon 00:00', person: 'Bo', deputies: [] },
  ];
  await made.expect(200, 'PUT', '/on-call', { shifts });
}

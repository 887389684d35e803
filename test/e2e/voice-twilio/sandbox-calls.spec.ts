import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { until } from '../../support/town-client.js';
import { closeNow } from '../../support/town-hours.js';
import { SandboxCalls } from '../../support/voice-twilio/sandbox-calls.js';

jest.setTimeout(60_000);

let calls: SandboxCalls;

beforeEach(async () => {
  calls = await SandboxCalls.open();
  await closeNow(calls.staff);
});
afterEach(() => calls.remove());

const waitsFor = 'For a water or sewer emergency, press 1.';

describe('The phone of the sandbox', () => {
  it('calls the town, follows what it says in two languages, and leaves a voicemail', async () => {
    expect(await calls.page('/twilio/calls')).toContain('Call the town');
    const call = await calls.post('/twilio/calls', { from: '919 555 0101' });
    expect(call.page).toContain(waitsFor);
    const spanish = await calls.post(call.path, { do: 'key 2' });
    expect(spanish.page).toContain('Para una emergencia de agua');
    const silent = await calls.post(call.path, { do: 'key' });
    expect(silent.page).toContain('Su mensaje será grabado.');
    const said = await calls.post(call.path, { do: 'speak', words: 'La luz de la calle.' });
    expect(said.page).toContain('Tenemos su mensaje.');
    expect(said.page).toContain('Over');
    const [request] = await until(
      () => calls.staff.stream(),
      ({ length }) => length === 1,
    );
    const number = request?.number ?? '';
    const shown = await until(
      () => calls.staff.request(number),
      ({ timeline }) => JSON.stringify(timeline).includes('"state":"stored"'),
    );
    expect(shown).toMatchObject({ language: 'es', subject: 'Voicemail, 2 seconds.' });
  });

  it('is set up as the check of the account wants it', async () => {
    expect(await calls.staff.call('POST', '/channel-accounts/voice/check')).toMatchObject({
      status: 200,
      body: {
        healthy: true,
        steps: expect.arrayContaining([
          { step: 'webhook', passed: true, detail: expect.any(String) },
        ]),
      },
    });
  });

  it('keeps the numbers of its own people as calls carry them, and refuses what is none', async () => {
    const { staff } = calls;
    const cy = { name: 'Cy', role: 'advocate' };
    const address = '919-555-0151';
    const faulty = [
      { kind: 'voice', address },
      { kind: 'voice', address: '555' },
    ];
    expect(await staff.call('POST', '/staff', { ...cy, addresses: faulty })).toMatchObject({
      status: 400,
      body: {
        faults: [{ field: 'addresses.1.address', message: expect.stringContaining('area code') }],
      },
    });
    const addresses = [{ kind: 'phone', address: '+1 (919) 555 0151' }];
    expect(await staff.call('POST', '/staff', { ...cy, addresses })).toMatchObject({
      status: 201,
      body: { addresses: [{ kind: 'phone', address: '+19195550151' }] },
    });
    const change = { add: [{ kind: 'voice', address }], remove: [{ kind: 'phone', address }] };
    expect(await staff.call('PATCH', '/staff/Cy', change)).toMatchObject({
      status: 200,
      body: { addresses: [{ kind: 'voice', address: '+19195550151' }] },
    });
  });

  it('refuses what is no number, and hides one that is not given', async () => {
    const wrong = await calls.post('/twilio/calls', { from: 'me' });
    expect(wrong.page).toContain('Write a phone number');
    const hidden = await calls.post('/twilio/calls', { from: '' });
    await calls.post(hidden.path, { do: 'key 1' });
    await calls.post(hidden.path, { do: 'speak', words: 'Water runs out of the ground.' });
    const [request] = await until(
      () => calls.staff.stream(),
      ([first]) => first?.messageCount === 2,
    );
    expect(request).toMatchObject({ emergencies: ['water'], messageCount: 2 });
  });

  it('shows the town calling its own people, who take the emergency with a key', async () => {
    const addresses = [{ kind: 'voice', address: '(919) 555-0150' }];
    await calls.staff.call('POST', '/staff', { name: 'Bo', role: 'advocate', addresses });
    const shifts = [
      { from: 'mon 00:00', to: 'sun 00:00', person: 'Bo', deputies: [] },
      { from: 'sun 00:00', to: 'mon 00:00', person: 'Bo', deputies: [] },
    ];
    await calls.staff.call('PUT', '/on-call', { shifts });
    const call = await calls.post('/twilio/calls', { from: '919 555 0101' });
    await calls.post(call.path, { do: 'key 1' });
    const list = await until(
      () => calls.page('/twilio/calls'),
      (page) => page.includes('The town calls: +1 919 555 0150'),
    );
    const path = /href="(\/twilio\/calls\/CA[0-9a-f]+)">The town calls/.exec(list)?.[1] ?? '';
    const answered = await calls.post(path, { do: 'answer' });
    expect(answered.page).toContain('This is Fairmill. Water: emergency E-1');
    const taken = await calls.post(path, { do: 'key 1' });
    expect(taken.page).toContain('You have it.');
    const { body } = await until(
      () => calls.staff.call<{ emergencies: { state: string }[] }>('GET', '/emergencies'),
      (answer) => answer.body.emergencies[0]?.state === 'acknowledged',
    );
    expect(body).toMatchObject({ emergencies: [{ acknowledgedBy: 'Bo' }] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RunningTown } from '../../support/running-town.js';
import { StaffClient } from '../../support/town-client.js';

interface Taken {
  readonly number: string;
  readonly status: string;
  readonly expectedAt: string | null;
}

describe('A call that staff log', () => {
  let town: RunningTown;
  let staff: StaffClient;

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
  });
  afterAll(() => town.remove());

  const log = (call: object, key = 'call-1') =>
    staff.call<Taken>('POST', '/calls', call, { 'idempotency-key': key });

  it('has its number and its promised time in the very answer, once', async () => {
    const call = {
      ...{ number: '919-555-0142', dialled: '311', name: 'Ana Ruiz', place: 'Mill Street bridge' },
      ...{ summary: 'The sidewalk at the bridge is blocked.', service: 'ST-SIDE', language: 'en' },
    };
    const first = await log(call);
    expect(first).toMatchObject({ status: 201, body: { status: 'new' } });
    expect(first.body.expectedAt).not.toBeNull();
    expect((await log(call)).body).toEqual(first.body);
    const request = await staff.request(first.body.number);
    expect(request).toMatchObject({
      ...{ subject: call.summary, expectedAt: first.body.expectedAt, channelAccount: 'calls' },
      contact: {
        displayName: 'Ana Ruiz',
        points: expect.arrayContaining([
          expect.objectContaining({ kind: 'phone', address: '+19195550142', verified: false }),
        ]),
      },
    });
    expect(request.timeline.map(({ direction, text }) => [direction, text])).toEqual([
      ['inbound', 'The sidewalk at the bridge is blocked.\n\nPlace: Mill Street bridge'],
      ['call', 'Call taken on 311'],
    ]);
  });

  it('and answered on the spot is closed, with the promise kept', async () => {
    const call = { number: 'Anonymous', summary: 'When does the library open?' };
    const { body } = await log({ ...call, answer: 'At nine.' }, 'call-2');
    expect(body).toMatchObject({ status: 'resolved', expectedAt: null });
    const request = await staff.request(body.number);
    expect(request).toMatchObject({
      ...{ status: 'resolved', closeReason: 'question_answered', closeSentence: 'At nine.' },
      clocks: expect.arrayContaining([
        expect.objectContaining({ kind: 'first_response', state: 'met', breachedAt: null }),
      ]),
    });
  });

  it.each([
    ['number', { number: 'call me', summary: 'x' }],
    ['number', { summary: 'x' }],
    ['summary', { number: 'anonymous', summary: '' }],
    ['service', { number: 'anonymous', summary: 'x', service: 'NO-SUCH' }],
    ['startedAt', { number: 'anonymous', summary: 'x', startedAt: 'yesterday' }],
    ['language', { number: 'anonymous', summary: 'x', language: 'fr' }],
    ['reason', { number: 'anonymous', summary: 'x', reason: 'work_done' }],
    ['dialled', { number: 'anonymous', summary: 'x', dialled: '311; drop' }],
  ])('is refused by naming %s', async (field, call) => {
    const answer = await staff.call<{ readonly faults: readonly { readonly field: string }[] }>(
      ...(['POST', '/calls', call] as const),
    );
    expect(answer.status).toBe(400);
    expect(answer.body.faults.map((fault) => fault.field)).toEqual([field]);
  });

  it('comes in through staff only: the log has no address on the network', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ summary: 'Forged.', staffId: 'x', startedAt: 1 });
    const forged = await fetch(`${town.url}/webhooks/calls`, { method: 'POST', headers, body });
    expect(forged.status).toBe(404);
    const stranger = await fetch(`${town.url}/api/v1/calls`, { method: 'POST', headers, body });
    expect(stranger.status).toBe(401);
  });

  it('leaves the report page as the citizens’ own door', async () => {
    const page = await fetch(`${town.url}/`);
    expect(await page.text()).toContain('<form');
  });

  it('stays true to the ledger', async () => {
    const { body } = await staff.call('GET', '/ledger');
    expect(body).toMatchObject({ clean: true, findings: [] });
  });
});

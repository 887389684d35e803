import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RunningTown } from '../support/running-town.js';
import {
  Citizen,
  numberIn,
  type ShownRequest,
  StaffClient,
  until,
} from '../support/town-client.js';

describe('From a report to the answer', () => {
  let town: RunningTown;
  let citizen: Citizen;
  let staff: StaffClient;

  beforeAll(async () => {
    town = await RunningTown.found();
    citizen = new Citizen(town);
    staff = new StaffClient(town);
  });
  afterAll(() => town.remove());

  it('shows the number and the promised time at once', async () => {
    const { path, page } = await citizen.report({ text: 'The street light at Elm is out.' });
    expect(path).toMatch(/^\/thread\//);
    expect(page).toContain('Saved. You can close this page.');
    expect(page).toMatch(/You will hear from a person by \w+day \d+ \w+, \d+:\d\d/);
    const [newest] = await staff.stream();
    expect(numberIn(page)).toBe(newest?.number);
  });

  it('brings the answer of a person to the page of the request', async () => {
    const { path, page } = await citizen.report({ text: 'A tree fell on the path.' });
    const number = numberIn(page);
    expect((await staff.reply(number, { text: 'A crew comes today.' })).status).toBe(201);
    await until(
      () => citizen.get(path),
      ({ body }) => body.includes('A crew comes today.') && !body.includes('class="promise"'),
    );
    expect((await staff.request(number)).nextDeadlineAt).toBeNull();
  });

  it('joins what the citizen writes more, and promises an answer again', async () => {
    const { path, page } = await citizen.report({ text: 'Water runs over the road.' });
    const number = numberIn(page);
    await staff.reply(number, { text: 'Which road?' });
    await until(
      () => staff.request(number),
      (request) => request.nextDeadlineAt === null,
    );
    const more = await citizen.post(path.split('?')[0] ?? '', { text: 'Mill Road.' });
    expect(more.status).toBe(303);
    const request = await staff.request(number);
    expect(request.timeline.filter(isInbound).map(({ text }) => text)).toEqual([
      'Water runs over the road.',
      'Mill Road.',
    ]);
    expect(request.nextDeadlineAt).not.toBeNull();
  });

  it('makes one request of two tabs that send the same form', async () => {
    const report = { text: 'Two tabs, one pothole.', idempotencyKey: 'two-tabs-1' };
    const [first, second] = await Promise.all([citizen.report(report), citizen.report(report)]);
    expect(numberIn(first.page)).toBe(numberIn(second.page));
    const same = (await staff.stream()).filter(({ subject }) => subject === report.text);
    expect(same).toHaveLength(1);
  });

  it('answers a program that posts JSON with the number', async () => {
    const answer = await fetch(`${town.url}/webhooks/web`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'program-1' },
      body: JSON.stringify({ text: 'Sent by a program.' }),
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ status: 'open', number: expect.any(String) });
  });

  it('closes with a sentence, which the citizen reads; a later word opens it again', async () => {
    const { path, page } = await citizen.report({ text: 'The gate squeaks.' });
    const number = numberIn(page);
    const closing = { reason: 'work_done', sentence: 'The gate was oiled.' };
    expect((await staff.call('POST', `/requests/${number}/close`, closing)).status).toBe(200);
    const closed = await until(
      () => citizen.get(path),
      ({ body }) => body.includes('The gate was oiled.'),
    );
    expect(closed.body).toContain('Done');
    expect((await staff.stream('closed')).map((request) => request.number)).toContain(number);
    await citizen.post(path.split('?')[0] ?? '', { text: 'It squeaks again, louder than before.' });
    expect((await staff.request(number)).status).toBe('reopened');
  });

  it('shows a stranger who knows the number the public card and nothing more', async () => {
    const { page } = await citizen.report({ text: 'Words that are private.', name: 'Ana Private' });
    const number = numberIn(page);
    const card = await citizen.get(`/requests/${number.toLowerCase().replaceAll('-', '')}`);
    expect(card.status).toBe(200);
    expect(card.body).toContain('We have your request');
    expect(card.body).not.toContain('private.');
    expect(card.body).not.toContain('Ana');
  });

  it('stays true to the ledger', async () => {
    const { body } = await staff.call<{ readonly findings: unknown }>('GET', '/ledger');
    expect(body).toMatchObject({ clean: true, findings: [] });
  });
});

function isInbound({ direction }: ShownRequest['timeline'][number]): boolean {
  return direction === 'inbound';
}

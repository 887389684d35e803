import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { problemDetails, requestDetail, requestPage } from '../../apps/api/src/staff/answers.js';
import { operations } from '../../apps/api/src/staff/operations.js';
import { RunningTown } from '../support/running-town.js';
import { Citizen, numberIn, StaffClient, until } from '../support/town-client.js';

describe('The staff API', () => {
  let town: RunningTown;
  let staff: StaffClient;
  const report = async (text: string) => numberIn((await new Citizen(town).report({ text })).page);

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
  });
  afterAll(() => town.remove());

  it.each(operations.map(({ method, path }) => [method.toUpperCase(), path]))(
    'answers nobody without a key: %s %s',
    async (method, path) => {
      const concrete = path.replace(/\{\w+\}/g, 'x');
      for (const authorization of [
        '',
        'Bearer',
        'Bearer wrong',
        'Basic dTpw',
        `Bearer ${'x'.repeat(5_000)}`,
      ]) {
        const headers = authorization === '' ? {} : { authorization };
        const answer = await fetch(`${town.url}/api/v1${concrete}`, { method, headers });
        expect(answer.status).toBe(401);
        expect(problemDetails.parse(await answer.json()).code).toBe('unauthenticated');
      }
    },
  );

  it('gives answers of the documented shape', async () => {
    const number = await report('A lamp flickers.');
    const page = await staff.call('GET', '/requests');
    expect(requestPage.safeParse(page.body).error).toBeUndefined();
    const detail = await staff.call('GET', `/requests/${number}`);
    expect(requestDetail.safeParse(detail.body).error).toBeUndefined();
  });

  it('pages through the stream without a gap or a repetition', async () => {
    for (const word of ['one', 'two', 'three', 'four', 'five']) await report(`Number ${word}.`);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const query: string = after === null ? '' : `&after=${after}`;
      const answer = await staff.call('GET', `/requests?limit=2${query}`);
      const page = requestPage.parse(answer.body);
      seen.push(...page.requests.map(({ number }) => number));
      after = page.next;
    } while (after !== null);
    const all = (await staff.stream()).map(({ number }) => number);
    expect(seen).toEqual(all);
  });

  it('does a reply once, however often it comes with the same key', async () => {
    const number = await report('Where is the library?');
    const key = { 'idempotency-key': 'reply-1' };
    const replies = await Promise.all(
      [1, 2, 3, 4, 5].map(() => staff.reply(number, { text: 'On Main Street.' }, key)),
    );
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const { timeline } = await staff.request(number);
    expect(timeline.filter(({ text }) => text === 'On Main Street.')).toHaveLength(1);
  });

  it('refuses a key that was used for other words', async () => {
    const number = await report('When is the pool open?');
    const key = { 'idempotency-key': 'reply-2' };
    await staff.reply(number, { text: 'At nine.' }, key);
    const other = await staff.reply(number, { text: 'At ten.' }, key);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
  });

  it('stops a reply when the citizen has written meanwhile', async () => {
    const citizen = new Citizen(town);
    const { path, page } = await citizen.report({ text: 'My bin was not emptied.' });
    const number = numberIn(page);
    const seenUpTo = (await staff.request(number)).timeline.find(
      ({ direction }) => direction === 'inbound',
    )?.id;
    await citizen.post(path.split('?')[0] ?? '', { text: 'It is empty now.' });
    const refused = await staff.reply(number, { text: 'We come tomorrow.', seenUpTo });
    expect(refused).toMatchObject({ status: 409, body: { code: 'unseen-messages' } });
  });

  it('sends a held reply after its time, and lets it be withdrawn before', async () => {
    const number = await report('Is the office open on Friday?');
    const held = await staff.reply(number, { text: 'No.', holdSeconds: 60 });
    const withdrawal = await staff.call(
      'POST',
      `/requests/${number}/messages/${String(held.body['messageId'])}/withdraw`,
    );
    expect(withdrawal).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    await staff.reply(number, { text: 'Yes, until noon.', holdSeconds: 1 });
    const request = await until(
      () => staff.request(number),
      ({ timeline }) =>
        timeline.some(
          ({ text, delivery }) => text === 'Yes, until noon.' && delivery?.state === 'sent',
        ),
    );
    const states = request.timeline.map(({ text, delivery }) => [text, delivery?.state]);
    expect(states).toContainEqual(['No.', 'withdrawn']);
    const late = request.timeline.find(({ text }) => text === 'Yes, until noon.');
    const refused = await staff.call(
      'POST',
      `/requests/${number}/messages/${late?.id ?? ''}/withdraw`,
    );
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('keeps notes from the citizen', async () => {
    const citizen = new Citizen(town);
    const { path, page } = await citizen.report({ text: 'A dog barks.' });
    const note = await staff.call('POST', `/requests/${numberIn(page)}/notes`, {
      text: 'Third time.',
    });
    expect(note.status).toBe(201);
    expect((await citizen.get(path)).body).not.toContain('Third time.');
    const { timeline } = await staff.request(numberIn(page));
    expect(timeline.map(({ text }) => text)).toContain('Third time.');
  });

  it('documents every route it has, and has every route it documents', async () => {
    const { body } = await staff.call<{ readonly openapi: string; readonly paths: object }>(
      'GET',
      '/openapi.json',
    );
    expect(body.openapi).toBe('3.1.0');
    const documented = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method} ${path}`),
    );
    const tree = town.running.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
    expect(documented).toHaveLength(operations.length);
    for (const { path } of operations) {
      const last =
        path
          .replaceAll(/\{(\w+)\}/g, ':$1')
          .split('/')
          .at(-1) ?? '';
      expect(tree).toContain(last);
    }
  });

  it('shows its documentation in a browser that gives the key as password, and to nobody else', async () => {
    const url = `${town.url}/api/docs`;
    const stranger = await fetch(url);
    expect(stranger.status).toBe(401);
    expect(stranger.headers.get('www-authenticate')).toMatch(/^Basic /);
    const authorization = `Basic ${Buffer.from(`staff:${town.key}`).toString('base64')}`;
    const page = await fetch(url, { headers: { authorization } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('/requests/{number}/replies');
    const elsewhere = await fetch(`${town.url}/api/v1/requests`, { headers: { authorization } });
    expect(elsewhere.status).toBe(401);
  });

  it('adds, switches off and checks channel accounts without ever showing their settings', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    await staff.addLoopback({}, secret);
    const listed = await staff.call('GET', '/channel-accounts');
    expect(JSON.stringify(listed.body)).not.toContain('whsec_');
    const check = await staff.call('POST', '/channel-accounts/outside/check');
    expect(check).toMatchObject({ status: 200, body: { healthy: true } });
    const off = await staff.call('PATCH', '/channel-accounts/outside', { enabled: false });
    expect(off.body).toMatchObject({ state: 'disabled' });
    expect((await fetch(`${town.url}/webhooks/outside`, { method: 'POST' })).status).toBe(404);
  });

  it('rotates the secret key and goes on working', async () => {
    const number = await report('Before the rotation.');
    const rotation = await staff.call('POST', '/secrets/rotate');
    expect(rotation.status).toBe(200);
    expect((await staff.reply(number, { text: 'After it.' })).status).toBe(201);
    expect((await staff.call('GET', '/channel-accounts')).body).toMatchObject({
      accounts: expect.arrayContaining([
        expect.objectContaining({ code: 'web', state: 'working' }),
      ]),
    });
  });
});

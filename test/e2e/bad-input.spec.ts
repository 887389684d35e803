import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { problemDetails } from '../../apps/api/src/staff/answers.js';
import { RunningTown } from '../support/running-town.js';
import { Citizen, numberIn, StaffClient } from '../support/town-client.js';

const nested = '['.repeat(3 * 1024 * 1024);
const loneSurrogate = '{"text":"\\ud83d"}';
const prototype = '{"text":"hello","__proto__":{"polluted":true}}';

describe('Bad input', () => {
  let town: RunningTown;
  let staff: StaffClient;
  let number: string;

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
    number = numberIn((await new Citizen(town).report({ text: 'A good report.' })).page);
  });
  afterAll(() => town.remove());

  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, contentType?: string) =>
    fetch(`${town.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${town.key}`,
        ...(contentType !== undefined && { 'content-type': contentType }),
      },
      body,
    });

  const json = 'application/json';
  const cases: readonly (readonly [
    string,
    string | Uint8Array<ArrayBuffer>,
    string | undefined,
    number,
  ])[] = [
    ['three megabytes of nested arrays', nested, json, 413],
    ['half a megabyte of nested arrays', nested.slice(0, 512 * 1024), json, 400],
    ['a prototype', prototype, json, 400],
    ['a lone surrogate', loneSurrogate, json, 400],
    ['a null byte', '{"text":"a\\u0000b"}', json, 400],
    ['broken JSON', '{"text":', json, 400],
    ['an empty body', '', json, 400],
    ['a list', '[]', json, 400],
    ['null', 'null', json, 400],
    ['a number as text', '{"text":7}', json, 400],
    ['an unknown field', '{"text":"a","colour":"red"}', json, 400],
    ['blank text', '{"text":"   "}', json, 400],
    ['text of a megabyte', JSON.stringify({ text: 'a'.repeat(1_000_000) }), json, 400],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), json, 400],
    ['XML', '<text/>', 'application/xml', 415],
    ['a content type that is none', 'x', 'nonsense', 415],
  ];

  it.each(cases)('%s at the staff API is refused by name', async (_, body, type, status) => {
    const answer = await post(`/api/v1/requests/${number}/notes`, body, type);
    const problem = problemDetails.parse(await answer.json());
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect([answer.status, problem.status]).toEqual([status, status]);
    expect((await staff.request(number)).timeline.filter(isNote)).toHaveLength(0);
  });

  const doorCases = cases.map(([name, body, type, status]) => {
    const reportsAreShort = name === 'three megabytes of nested arrays' ? 413 : status;
    const tooLong = name === 'half a megabyte of nested arrays' || name === 'text of a megabyte';
    return [name, body, type, tooLong ? 413 : reportsAreShort] as const;
  });

  it.each(doorCases)('%s at the web door is refused by name', async (_, body, type, status) => {
    const before = (await staff.stream()).length;
    const answer = await post('/webhooks/web', body, type);
    expect(problemDetails.parse(await answer.json()).status).toBe(answer.status);
    expect(answer.status).toBe(status);
    expect(await staff.stream()).toHaveLength(before);
  });

  it('names every field at fault at once', async () => {
    const body = JSON.stringify({ text: '', seenUpTo: 'x', holdSeconds: -1, more: 1 });
    const answer = await post(`/api/v1/requests/${number}/replies`, body, json);
    const { faults } = problemDetails.parse(await answer.json());
    const fields = (faults ?? []).map(({ field }) => field).toSorted();
    expect(fields).toEqual(['holdSeconds', 'more', 'seenUpTo', 'text']);
  });

  it.each([
    ['GET', '/requests?limit=0'],
    ['GET', '/requests?limit=201'],
    ['GET', '/requests?limit=many'],
    ['GET', '/requests?status=all'],
    ['GET', '/requests?limit=1&limit=2'],
    ['GET', '/requests?colour=red'],
    ['GET', `/requests?after=${'f'.repeat(101)}`],
    ['POST', '/channel-accounts'],
    ['PATCH', '/channel-accounts/web'],
    ['POST', '/secrets/rotate?x=1'],
  ])('%s %s is refused or harmless', async (method, path) => {
    const answer = await staff.call(method, path, method === 'GET' ? undefined : { wrong: true });
    expect(answer.status).toBe(400);
    expect(problemDetails.parse(answer.body).faults?.length).toBeGreaterThan(0);
  });

  it.each([
    '/api/v1/requests/FM26-000001-1',
    '/api/v1/requests/%00',
    '/api/v1/requests/..%2f..%2fetc%2fpasswd',
    '/requests/%F0%9F%9A%B0',
    `/requests/${'9'.repeat(190)}`,
    '/thread/abc',
    `/thread/${'A'.repeat(74)}`,
    '/webhooks/nobody',
    '/webhooks/__proto__',
    '/nothing/here',
  ])('%s is not found', async (path) => {
    const answer = await fetch(`${town.url}${path}`, {
      headers: { authorization: `Bearer ${town.key}` },
    });
    expect(answer.status).toBe(404);
  });

  it('shows a citizen what to mend, keeps what was typed, and says so in the title', async () => {
    const citizen = new Citizen(town);
    const answer = await citizen.post('/report', {
      text: ' ',
      email: 'no address',
      place: 'Elm <b>Street</b>',
      language: 'es',
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<title>Error: ');
    expect(answer.body).toContain('Escriba de qué se trata');
    expect(answer.body).toContain('href="#text"');
    expect(answer.body).toContain('href="#email"');
    expect(answer.body).toContain('value="no address"');
    expect(answer.body).toContain('Elm &lt;b&gt;Street&lt;/b&gt;');
  });

  it('refuses markup the way to become markup, in the thread and in the stream', async () => {
    const citizen = new Citizen(town);
    const text = '<script>alert(1)</script> & "quotes"';
    const { page } = await citizen.report({ text });
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;');
    expect(page).not.toContain('<script>');
  });

  it('lets no page be framed, scripted or told on', async () => {
    const { headers } = await new Citizen(town).get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('survives bytes that are no HTTP', async () => {
    const { hostname, port } = new URL(town.url);
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write('\0\x01 nonsense\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(said).toContain('400');
    expect((await fetch(`${town.url}/health/ready`)).status).toBe(200);
  });

  it('has polluted nothing', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

function isNote({ direction }: { readonly direction: string }): boolean {
  return direction === 'note';
}

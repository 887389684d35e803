import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { newLoopbackSecret, signed } from '../support/loopback-events.js';
import { RunningTown } from '../support/running-town.js';
import { Citizen, numberIn, StaffClient, until } from '../support/town-client.js';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

interface Attached {
  readonly id: string;
  readonly filename: string | null;
  readonly contentType: string;
  readonly size: number | null;
  readonly state: string;
}

describe('files', () => {
  const secret = newLoopbackSecret();
  let town: RunningTown;
  let staff: StaffClient;
  let citizen: Citizen;

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
    citizen = new Citizen(town);
    await staff.addLoopback({}, secret);
  });
  afterAll(() => town.remove());

  it('of an answer are on the citizen’s page, to be saved and never shown', async () => {
    const { path, page } = await citizen.report({ text: 'Where is the plan?' });
    const number = numberIn(page);
    const content = Buffer.from(SVG).toString('base64');
    const names = ['../../etc/plan.svg', 'a\r\nX-Evil: 1', 'x\u202Egpj.html', 'ñ"; x=".txt'];
    const attachments = names.map((filename) => {
      return { filename, contentType: 'image/svg+xml', content };
    });
    expect((await staff.reply(number, { text: 'Here.', attachments })).status).toBe(201);
    const shown = await until(
      () => citizen.get(path),
      ({ body }) => body.includes('/files/'),
    );
    const links = [...shown.body.matchAll(/href="(\/thread\/[^"]+\/files\/[^"]+)"/g)];
    expect(links).toHaveLength(4);
    for (const [, link] of links) {
      const answer = await fetch(`${town.url}${link ?? ''}`);
      expect(await answer.text()).toBe(SVG);
      expectSafe(answer, Buffer.from(SVG));
    }
    const saved = await fetch(`${town.url}${links[0]?.[1] ?? ''}`);
    expect(saved.headers.get('content-disposition')).toBe(
      'attachment; filename="plan.svg"; filename*=UTF-8\'\'plan.svg',
    );
    await saved.arrayBuffer();
  });

  it('of a stranger are refused before a byte of them is read', async () => {
    const call = request(`${town.url}/api/v1/requests/FM26-000001-9/replies`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 14 * 1024 * 1024 },
    });
    call.flushHeaders();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(401);
    call.on('error', () => undefined).destroy();
  });

  it('belong to one thread: another link does not open them', async () => {
    const one = await citizen.report({ text: 'One.' });
    const other = await citizen.report({ text: 'Another.' });
    const content = Buffer.from('private').toString('base64');
    const attachments = [{ filename: 'a.txt', contentType: 'text/plain', content }];
    await staff.reply(numberIn(one.page), { text: 'Here.', attachments });
    const shown = await until(
      () => citizen.get(one.path),
      ({ body }) => body.includes('/files/'),
    );
    const id = /\/files\/([^"]+)"/.exec(shown.body)?.[1] ?? '';
    const otherThread = other.path.split('?')[0] ?? '';
    expect((await citizen.get(`${otherThread}/files/${id}`)).status).toBe(404);
    expect((await citizen.get(`/thread/forged/files/${id}`)).status).toBe(404);
    const wrongRequest = `/requests/${numberIn(other.page)}/attachments/${id}`;
    expect((await staff.call('GET', wrongRequest)).status).toBe(404);
  });

  it('that a citizen sent, and the very bytes of the message, are downloaded by staff', async () => {
    const hostile = `${'../'.repeat(20)}${'n'.repeat(180)}\r\n\u202E.html`;
    const reference = `data:text/html;base64,${Buffer.from(SVG).toString('base64')}`;
    const body = Buffer.from(
      JSON.stringify({
        ...{ type: 'message', id: 'with-files', from: '+12025550177', text: 'See the page.' },
        attachments: [
          { reference, filename: hostile, contentType: 'text/html' },
          { reference: 'nowhere', contentType: 'image/png' },
        ],
      }),
    );
    const event = signed('with-files', body, secret);
    const sent = { method: 'POST', headers: event.headers, body: new Uint8Array(event.body) };
    await (await fetch(`${town.url}/webhooks/outside`, sent)).text();
    const [request] = await until(
      async () => (await staff.stream()).filter(({ subject }) => subject === 'See the page.'),
      (found) => found.length === 1,
    );
    const number = request?.number ?? '';
    const message = await until(
      async () => (await staff.request(number)).timeline[0] as unknown as TimelineMessage,
      ({ attachments }) => attachments.every(({ state }) => state !== 'pending'),
    );
    const [page, lost] = message.attachments;
    expect(page).toMatchObject({ state: 'stored', size: SVG.length, contentType: 'text/html' });
    const download = await downloaded(`/requests/${number}/attachments/${page?.id ?? ''}`);
    expect(download.bytes.toString()).toBe(SVG);
    expectSafe(download.answer, download.bytes);
    const gone = await staff.call('GET', `/requests/${number}/attachments/${lost?.id ?? ''}`);
    expect(gone).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(JSON.stringify(gone.body)).toContain('no such reference');
    const source = await downloaded(`/requests/${number}/messages/${message.id}/source`);
    expect(source.bytes).toEqual(body);
    expectSafe(source.answer, body);
    expect(source.answer.headers.get('content-type')).toBe('application/json');
    const tag = source.answer.headers.get('etag') ?? '';
    const again = await downloaded(`/requests/${number}/messages/${message.id}/source`, tag);
    expect(again).toMatchObject({ answer: { status: 304 }, bytes: Buffer.alloc(0) });
  });

  it('are refused where the channel carries none, where they are no base64, and where they are too much', async () => {
    const { page } = await citizen.report({ text: 'Send me everything.' });
    const number = numberIn(page);
    const [outside] = (await staff.stream()).filter(({ subject }) => subject === 'See the page.');
    const file = (content: string) => ({ filename: 'a', contentType: 'text/plain', content });
    const faults = async (of: string, attachments: readonly object[]) => {
      const { status, body } = await staff.reply(of, { text: 'Here.', attachments });
      return { status, body: JSON.stringify(body) };
    };
    const none = await faults(outside?.number ?? '', [file('YQ==')]);
    expect(none).toMatchObject({ status: 400 });
    expect(none.body).toContain('say in the text');
    const broken = await faults(number, [file('YQ=='), file('not base64!')]);
    expect(broken.body).toContain('attachments.1.content');
    const half = Buffer.alloc(5_300_000).toString('base64');
    const large = await faults(number, [file(half), file(half)]);
    expect(large).toMatchObject({ status: 400 });
    expect(large.body).toContain('attachments.1.content');
    const many = Array.from({ length: 11 }, () => file('YQ=='));
    expect((await faults(number, many)).body).toContain('more than 10');
    const tooLarge = { text: 'x'.repeat(2_000_000) };
    expect((await staff.call('POST', `/requests/${number}/notes`, tooLarge)).status).toBe(413);
  });

  it('has an empty quarantine, and says so of what is not in it', async () => {
    expect((await staff.call('GET', '/quarantine')).body).toEqual({ envelopes: [], next: null });
    expect((await staff.call('GET', '/quarantine/1/source')).status).toBe(404);
    expect((await staff.call('GET', '/quarantine/x/source')).status).toBe(400);
  });

  interface TimelineMessage {
    readonly id: string;
    readonly attachments: readonly Attached[];
  }

  async function downloaded(path: string, tag?: string) {
    const headers = {
      authorization: `Bearer ${town.key}`,
      ...(tag !== undefined && { 'if-none-match': tag }),
    };
    const answer = await fetch(`${town.url}/api/v1${path}`, { headers });
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
  }
});

function expectSafe({ headers }: Response, bytes: Buffer): void {
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="[\x20-\x7e]{1,120}"; filename\*=UTF-8''[\w.%~!&+^`|#$-]+$/,
  );
  expect(headers.get('content-disposition')).not.toMatch(/\.\.|%0[AD]|%E2%80%AE|%2F/i);
  expect(headers.get('content-security-policy')).toBe('sandbox');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-length')).toBe(String(bytes.length));
  expect(headers.get('x-evil')).toBeNull();
  const hash = createHash('sha256').update(bytes).digest('hex');
  expect(headers.get('etag')).toBe(`"${hash}"`);
}

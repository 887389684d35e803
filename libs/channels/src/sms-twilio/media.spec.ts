import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';

import { sampleTwilioAccount } from '../twilio-sample.js';
import { fetchMedia } from './media.js';

const goOn = new AbortController().signal;
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const FILE = '/2010-04-01/Accounts/AC/Messages/MM/Media/ME';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a file of a message', () => {
  it('is fetched from the API with the credentials, and its type kept', async () => {
    const api = await serving((request, response) => {
      response.setHeader('content-type', 'image/JPEG; charset=x');
      response.end(request.headers.authorization === basic ? JPEG : 'who are you?');
    });
    expect(await fetched(api, FILE)).toEqual({
      ...{ kind: 'fetched', bytes: JPEG, contentType: 'image/jpeg' },
    });
  });

  it('is followed to where it lies, without the credentials', async () => {
    const seen: (string | undefined)[] = [];
    const api = await serving((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === FILE) response.writeHead(307, { location: '/store/1' });
      response.end(JPEG);
    });
    expect((await fetched(api, FILE)).kind).toBe('fetched');
    expect(seen).toEqual([basic, undefined]);
  });

  it.each([
    'https://evil.example/x.jpg',
    'http://mms.twiliocdn.com/x.jpg',
    'https://mms.twiliocdn.com:8443/x.jpg',
    'https://user:pass@mms.twiliocdn.com/x.jpg',
    'https://mms.twiliocdn.com.evil.example/x.jpg',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'no-address',
    '',
  ])('is not fetched from %s, named or redirected to', async (place) => {
    let asked = 0;
    const api = await serving((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: place === '' ? 'https://' : place }).end();
    });
    expect((await fetchMedia(settingsAt(api), place, goOn)).kind).toBe('gone');
    expect(asked).toBe(0);
    expect((await fetched(api, FILE)).kind).toBe('gone');
  });

  it('ends after some redirects', async () => {
    const api = await serving((request, response) => {
      response.writeHead(302, { location: `${request.url ?? ''}x` }).end();
    });
    expect((await fetched(api, FILE)).kind).toBe('gone');
  });

  it.each([
    [404, 'gone'],
    [410, 'gone'],
    [401, 'unavailable'],
    [429, 'unavailable'],
    [500, 'unavailable'],
  ])('that answers %i is %s', async (status, kind) => {
    const api = await serving((_request, response) => void response.writeHead(status).end('no'));
    expect((await fetched(api, FILE)).kind).toBe(kind);
  });

  it('that announces more than is taken is not read', async () => {
    const api = await serving((_request, response) => {
      response.writeHead(200, { 'content-length': String(17 * 1024 * 1024) });
      response.write('x');
    });
    expect(await fetched(api, FILE)).toMatchObject({
      kind: 'gone',
      reason: expect.stringMatching(/16 MiB/),
    });
  });

  it('that announces nothing, or unpacks to more than is taken, is read to the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const packed = await serving((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'image/png' });
      response.end(bomb);
    });
    expect((await fetched(packed, FILE)).kind).toBe('gone');
    const endless = await serving((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        if (response.write(chunk)) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    });
    expect((await fetched(endless, FILE)).kind).toBe('gone');
  });

  it.each([
    ['text/html', '<script>', 'application/octet-stream'],
    ['image/svg+xml', '<svg/>', 'application/octet-stream'],
    ['', 'x', 'application/octet-stream'],
    ['application/pdf', '%PDF', 'application/pdf'],
    ['text/x-vcard', 'BEGIN:VCARD', 'text/x-vcard'],
    ['text/plain', '#!/bin/sh', 'text/plain'],
  ])('of the type %j is kept as what harms nobody', async (type, content, contentType) => {
    const api = await serving((_request, response) => {
      if (type !== '') response.setHeader('content-type', type);
      response.end(content);
    });
    expect(await fetched(api, FILE)).toMatchObject({ kind: 'fetched', contentType });
  });

  it.each([
    ['application/vnd.android.package-archive', 'PK'],
    ['application/x-msdownload', 'x'],
    ['application/octet-stream', 'MZ\x90'],
    ['', '\x7fELF'],
    ['application/zip', '#!/bin/sh'],
  ])('that is a program (%j) is refused with a reason', async (type, content) => {
    const api = await serving((_request, response) => {
      if (type !== '') response.setHeader('content-type', type);
      response.end(content);
    });
    expect(await fetched(api, FILE)).toMatchObject({
      kind: 'gone',
      reason: expect.stringMatching(/program/),
    });
  });

  it('is tried again later when it is cut off or nobody answers', async () => {
    const api = await serving(() => undefined);
    const settings = settingsAt(api);
    const cut = await fetchMedia(settings, api + FILE, AbortSignal.timeout(50));
    expect(cut.kind).toBe('unavailable');
    servers[0]?.closeAllConnections();
    await new Promise((resolve) => servers[0]?.close(resolve));
    expect((await fetchMedia(settings, api + FILE, goOn)).kind).toBe('unavailable');
  });
});

const { accountSid, authTokens } = sampleTwilioAccount;
const basic = `Basic ${Buffer.from(`${accountSid}:${authTokens[0] ?? ''}`).toString('base64')}`;

function settingsAt(apiBaseUrl: string) {
  return { accountSid, authTokens, apiBaseUrl, mediaHosts: ['mms.twiliocdn.com'] };
}

function fetched(api: string, path: string) {
  return fetchMedia(settingsAt(api), api + path, goOn);
}

async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

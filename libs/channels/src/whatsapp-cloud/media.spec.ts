import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { addMilliseconds, DAY } from '#core/time/instant';

import { channelTestTime as now } from '../../../../test/support/channel-tools.js';
import { fetchMedia } from './media.js';
import { writeMediaReference } from './media-reference.js';
import { type WhatsAppSettings, whatsAppSettings } from './settings.js';

const goOn = new AbortController().signal;
const photo = Buffer.from('the bytes of a photo');
const sha256 = createHash('sha256').update(photo).digest('hex');
const reference = writeMediaReference({ id: '2049612345678901', kind: 'image', sentAt: now });
const TOKEN = 'a token of a system user, for tests only';

/** What each host was asked, with the token that it was shown. */
const asked: string[] = [];
const open: Server[] = [];

afterEach(async () => {
  asked.length = 0;
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('an attachment of WhatsApp', () => {
  it('is fetched in two steps, with the token for both', async () => {
    const files = await host('files', (_request, response) => response.end(photo));
    const settings = await graph({ url: `http://${files}/photo`, sha256 }, [files]);
    expect(await fetched(settings)).toEqual({
      kind: 'fetched',
      bytes: photo,
      contentType: 'image/jpeg',
    });
    expect(asked).toEqual([
      `graph /v25.0/2049612345678901?phone_number_id=106540352242922 Bearer ${TOKEN}`,
      `files /photo Bearer ${TOKEN}`,
    ]);
  });

  it('is followed to an allowed host, which sees no token', async () => {
    const cdn = await host('cdn', (_request, response) => response.end(photo));
    const files = await host('files', (_request, response) => {
      response.writeHead(302, { location: `http://${cdn}/photo` }).end();
    });
    const settings = await graph({ url: `http://${files}/photo`, sha256 }, [files, cdn]);
    expect((await fetched(settings)).kind).toBe('fetched');
    expect(asked.slice(1)).toEqual([`files /photo Bearer ${TOKEN}`, 'cdn /photo without a token']);
  });

  it('is looked for nowhere else, whatever address is given', async () => {
    const inside = await host('inside', (_request, response) => response.end(photo));
    const files = await host('files', (_request, response) => {
      response.writeHead(302, { location: `http://${inside}/photo` }).end();
    });
    const evil = [
      `http://${inside}/photo`,
      `http://${files}@${inside}/photo`,
      `http://${files}/photo`,
      'ftp://x.example/photo',
      'file:///etc/passwd',
    ];
    for (const url of evil) {
      const settings = await graph({ url, sha256 }, [files]);
      expect(await fetched(settings)).toMatchObject({ kind: 'unavailable' });
    }
    expect(asked.filter((line) => line.startsWith('inside'))).toEqual([]);
  });

  it('does not go round in circles', async () => {
    const files = await host('files', (_request, response) => {
      response.writeHead(302, { location: '/photo' }).end();
    });
    const settings = await graph({ url: `http://${files}/photo` }, [files]);
    expect(await fetched(settings)).toMatchObject({ kind: 'unavailable' });
    expect(asked).toHaveLength(5);
  });

  it('is not taken when it is larger than its kind may be, as announced or as it comes', async () => {
    const files = await host('files', (_request, response) => {
      response.end(Buffer.alloc(6 * 1024 * 1024));
    });
    const announced = await graph({ url: `http://${files}/photo`, file_size: 6e6 }, [files]);
    expect(await fetched(announced)).toMatchObject({ kind: 'gone' });
    expect(asked).toHaveLength(1);
    const silent = await graph({ url: `http://${files}/photo` }, [files]);
    expect(await fetched(silent)).toMatchObject({ kind: 'gone' });
  });

  it.each([
    ['application/vnd.android.package-archive', 'PK'],
    ['application/octet-stream', 'MZ'],
    ['', '#!/bin/sh'],
  ])('is not taken when it is a program: %s that begins with %s', async (type, bytes) => {
    const files = await host('files', (_request, response) => response.end(bytes));
    const settings = await graph({ url: `http://${files}/photo`, mime_type: type }, [files]);
    expect(await fetched(settings)).toMatchObject({ kind: 'gone' });
  });

  it('is stored as bytes when browsers could be tricked with its type', async () => {
    const files = await host('files', (_request, response) => response.end('<script>'));
    const page = { url: `http://${files}/photo`, mime_type: 'text/html; charset=utf-8' };
    expect(await fetched(await graph(page, [files]))).toMatchObject({
      contentType: 'application/octet-stream',
    });
  });

  it('comes again when its bytes are not those that were announced', async () => {
    const files = await host('files', (_request, response) => response.end('something else'));
    const settings = await graph({ url: `http://${files}/photo`, sha256 }, [files]);
    expect(await fetched(settings)).toMatchObject({ kind: 'unavailable' });
  });

  it('is asked for once more when Meta could not get it, and then given up', async () => {
    const error = { message: '(#131052) Media download error', code: 131_052 };
    const settings = await graph({ error }, [], 400);
    expect(await fetched(settings)).toEqual({
      kind: 'gone',
      reason: '131052 Media download error',
    });
    expect(asked).toHaveLength(2);
  });

  it('is gone when Meta knows it no more, and after seven days without asking', async () => {
    const error = { message: 'Unsupported get request.', code: 100, error_subcode: 33 };
    const settings = await graph({ error }, [], 400);
    expect(await fetched(settings)).toMatchObject({ kind: 'gone' });
    const sentAt = addMilliseconds(now, -7 * DAY - 1);
    const old = writeMediaReference({ id: '2049612345678901', kind: 'image', sentAt });
    expect(await fetched(settings, old)).toMatchObject({ kind: 'gone' });
    expect(await fetched(settings, 'https://example.org/')).toMatchObject({ kind: 'gone' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [401, { error: { message: 'Expired', code: 190 } }],
    [500, {}],
    [200, {}],
    [200, { url: 'no address' }],
  ])('comes again after a %i with %j', async (status, answer) => {
    expect(await fetched(await graph(answer, [], status))).toMatchObject({ kind: 'unavailable' });
  });
});

function fetched(settings: WhatsAppSettings, wanted = reference) {
  return fetchMedia(settings, wanted, now, goOn);
}

/** An account at an API that answers every question alike. */
async function graph(
  answer: object,
  mediaHosts: readonly string[],
  status = 200,
): Promise<WhatsAppSettings> {
  const api = await host('graph', (_request, response) => {
    response.writeHead(status).end(JSON.stringify({ mime_type: 'image/jpeg', ...answer }));
  });
  return whatsAppSettings.parse({
    phoneNumberId: '106540352242922',
    businessAccountId: '102290129340398',
    accessToken: TOKEN,
    appSecrets: ['5dd5a4b8f0c94ab6a9e04e0b5a6b0c6d'],
    verifyToken: 'a verify token, for tests only',
    apiBaseUrl: `http://${api}`,
    ...(mediaHosts.length > 0 && { mediaHosts }),
  });
}

async function host(name: string, answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    asked.push(`${name} ${request.url} ${request.headers.authorization ?? 'without a token'}`);
    answer(request, response);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

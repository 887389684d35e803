import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { fetchMedia } from './fetch-media.js';
import { voiceTwilioSettings } from './settings.js';

const sid = `RE${'7'.repeat(32)}`;
const accountSid = `AC${'a'.repeat(32)}`;
const goOn = new AbortController().signal;
let server: Server;

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function fetched(listener: RequestListener, reference = sid) {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const settings = voiceTwilioSettings.parse({
    ...{ accountSid, authTokens: ['b'.repeat(32)], number: '+19195550100' },
    apiBaseUrl: `http://127.0.0.1:${String(port)}/base`,
  });
  return fetchMedia(reference, settings, goOn);
}

describe('a recording', () => {
  it('is asked for at the API, with the credentials of the account', async () => {
    const asked: unknown[] = [];
    const result = await fetched((request, response) => {
      asked.push(request.url, request.headers.authorization);
      response.end('RIFF');
    });
    expect(result).toEqual({
      ...{ kind: 'fetched', bytes: Buffer.from('RIFF') },
      contentType: 'audio/wav',
    });
    const credentials = Buffer.from(`${accountSid}:${'b'.repeat(32)}`).toString('base64');
    const path = `/base/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.wav`;
    expect(asked).toEqual([path, `Basic ${credentials}`]);
  });

  it.each([
    [404, 'unavailable'],
    [503, 'unavailable'],
    [410, 'gone'],
  ])('that is answered with %d is %s', async (status, kind) => {
    expect(await fetched((_request, response) => response.writeHead(status).end())).toMatchObject({
      kind,
    });
  });

  it('is followed nowhere else', async () => {
    let asked = 0;
    const result = await fetched((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect([result.kind, asked]).toEqual(['unavailable', 1]);
  });

  it('that is too large is not taken in', async () => {
    const result = await fetched((_request, response) => {
      const piece = Buffer.alloc(1024 * 1024);
      for (let count = 0; count < 17; count += 1) response.write(piece);
      response.end();
    });
    expect(result).toMatchObject({ kind: 'gone' });
  });

  it('is asked for by nothing but its id', async () => {
    let asked = 0;
    const result = await fetched(() => (asked += 1), '../../Messages');
    expect([result.kind, asked]).toEqual(['gone', 0]);
  });
});

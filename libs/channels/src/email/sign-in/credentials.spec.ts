import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { addMilliseconds, HOUR, instantFromIso, MINUTE } from '#core/time/instant';

import type { SignIn } from '../settings.js';
import { forgetAccessToken } from './access-token.js';
import { credentialsFor } from './credentials.js';

const user = '311@fairmill.example';
const goOn = new AbortController().signal;

describe('The sign-in at a mail server', () => {
  let server: Server;
  let asked: URLSearchParams[];
  let answer: (response: ServerResponse, times: number) => void;
  let now = instantFromIso('2026-11-23T10:00:00Z');
  const clock = { now: () => now };

  beforeEach(async () => {
    asked = [];
    now = instantFromIso('2026-11-23T10:00:00Z');
    answer = (response, times) => {
      json(response, 200, { access_token: `token-${times}`, expires_in: 3_600 });
    };
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push(new URLSearchParams(body));
        answer(response, asked.length);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const oauth = (): SignIn => ({
    kind: 'oauth',
    provider: 'microsoft',
    clientId: 'client',
    clientSecret: 'client secret & more',
    refreshToken: 'refresh-0',
    tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
  });
  const ask = (signIn: SignIn, signal = goOn) =>
    credentialsFor({ user, signIn }, { clock }, signal);
  const token = (accessToken: string) => ({ kind: 'ready', credentials: { user, accessToken } });

  it('takes a password as it is', async () => {
    expect(await ask({ kind: 'password', password: 'p' })).toEqual({
      kind: 'ready',
      credentials: { user, pass: 'p' },
    });
  });

  it('exchanges the refresh token, once for several who ask at the same time', async () => {
    const signIn = oauth();
    const answers = await Promise.all([ask(signIn), ask(signIn), ask(signIn)]);
    expect(answers).toEqual([token('token-1'), token('token-1'), token('token-1')]);
    expect(asked.map((form) => Object.fromEntries(form))).toEqual([
      {
        grant_type: 'refresh_token',
        client_id: 'client',
        client_secret: 'client secret & more',
        refresh_token: 'refresh-0',
      },
    ]);
  });

  it('keeps the token until shortly before it expires, or until a server refuses it', async () => {
    const signIn = oauth();
    await ask(signIn);
    now = addMilliseconds(now, HOUR - 3 * MINUTE);
    expect(await ask(signIn)).toEqual(token('token-1'));
    now = addMilliseconds(now, MINUTE);
    expect(await ask(signIn)).toEqual(token('token-2'));
    forgetAccessToken(signIn);
    expect(await ask(signIn)).toEqual(token('token-3'));
    expect(await ask({ ...signIn })).toEqual(token('token-4'));
  });

  it('shows the newest refresh token that it was given', async () => {
    answer = (response, times) => {
      json(response, 200, {
        access_token: 'a',
        expires_in: '60',
        refresh_token: `refresh-${times}`,
      });
    };
    const signIn = oauth();
    for (let times = 0; times < 3; times += 1) {
      await ask(signIn);
      forgetAccessToken(signIn);
    }
    expect(asked.map((form) => form.get('refresh_token'))).toEqual([
      'refresh-0',
      'refresh-1',
      'refresh-2',
    ]);
  });

  it.each([
    [400, { error: 'invalid_grant', error_description: 'for 311@…' }, /re-authorise/],
    [401, { error: 'invalid_client' }, /clientId/],
    [400, { error: 'something <odd> of 311@fairmill.example' }, /\(no code\)/],
  ])('says what a person must do after %i %j', async (status, body, remedy) => {
    answer = (response) => json(response, status, body);
    const attempt = await ask(oauth());
    expect(attempt.kind === 'refused' && attempt.remedy).toMatch(remedy);
    expect(JSON.stringify(attempt)).not.toContain('311@');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['a 503', (response) => json(response, 503, { error: 'invalid_grant' })],
    ['a 429', (response) => json(response, 429, {})],
    ['no JSON', (response) => response.writeHead(200).end('<html>')],
    ['a redirection', (response) => response.writeHead(302, { location: '/other' }).end()],
    ['the end of the connection', (response) => response.destroy()],
  ])('may be tried later after %s', async (_what, reply) => {
    answer = reply;
    expect(await ask(oauth())).toMatchObject({ kind: 'unavailable' });
  });

  it('does not wait for the provider once it is stopped', async () => {
    answer = () => undefined;
    const stop = new AbortController();
    const attempt = ask(oauth(), stop.signal);
    stop.abort();
    expect(await attempt).toMatchObject({ kind: 'unavailable' });
  });

  it('needs the address of a provider that it does not know', async () => {
    const { tokenUrl, ...unknown } = oauth() as Extract<SignIn, { kind: 'oauth' }>;
    expect(tokenUrl).toBeDefined();
    expect(await ask({ ...unknown, provider: 'other' })).toMatchObject({ kind: 'refused' });
  });
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

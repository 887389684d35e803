import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { addMilliseconds, MINUTE } from '#core/time/instant';

import { channelTools } from '../../../../../test/support/channel-tools.js';
import { emailSettings } from '../settings.js';
import { connectMailbox } from './connect-mailbox.js';
import type { IncomingParts } from './incoming-parts.js';

const goOn = new AbortController().signal;

describe('Signing in with an access token (XOAUTH2)', () => {
  let imap: Server;
  let tokens: Server;
  let shown: string[];
  let issued: number;
  let accepts: (token: string) => boolean;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    [shown, issued] = [[], 0];
    accepts = () => true;
    imap = await listen((socket) => {
      serveImap(socket, (token) => {
        shown.push(token);
        return accepts(token);
      });
    });
    tokens = await listen((socket) => {
      socket.once('data', () => {
        issued += 1;
        const body = JSON.stringify({ access_token: `token-${issued}`, expires_in: 3_600 });
        socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      });
    });
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    for (const server of [imap, tokens]) {
      server.close();
      await once(server, 'close');
    }
  });

  const listen = async (serve: (socket: Socket) => void): Promise<Server> => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      serve(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };

  const account = () => {
    const settings = emailSettings.parse({
      address: '311@fairmill.example',
      displayName: 'Town of Fairmill',
      incoming: {
        host: '127.0.0.1',
        port: portOf(imap),
        security: 'none',
        user: '311@fairmill.example',
        signIn: {
          kind: 'oauth',
          provider: 'google',
          clientId: 'client',
          refreshToken: 'refresh',
          tokenUrl: `http://127.0.0.1:${portOf(tokens)}/`,
        },
      },
      outgoing: { host: '127.0.0.1' },
    });
    const tools = channelTools('email');
    return { parts: { settings, incoming: settings.incoming, tools } as IncomingParts, tools };
  };

  it('shows the token that the provider gave, and keeps it for the next connection', async () => {
    const { parts } = account();
    for (let times = 0; times < 2; times += 1) {
      const client = await connectMailbox(parts, goOn);
      expect(client.usable).toBe(true);
      client.close();
    }
    expect(shown).toEqual(['token-1', 'token-1']);
  });

  it('fetches another one when the server does not take it before it expires', async () => {
    const { parts, tools } = account();
    (await connectMailbox(parts, goOn)).close();
    accepts = (token) => token === 'token-2';
    (await connectMailbox(parts, goOn)).close();
    expect(shown).toEqual(['token-1', 'token-1', 'token-2']);
    expect(tools.logged).toEqual([]);
  });

  it('gives up when a fresh one is refused too, and pauses before it knocks again', async () => {
    const { parts, tools } = account();
    accepts = () => false;
    const refusal = { code: 'EMAIL_SIGN_IN_REFUSED' };
    await expect(connectMailbox(parts, goOn)).rejects.toMatchObject(refusal);
    await expect(connectMailbox(parts, goOn)).rejects.toMatchObject(refusal);
    expect(shown).toEqual(['token-1', 'token-2']);
    expect(tools.logged).toEqual([{ event: 'email-sign-in-refused', facts: { signIn: 'oauth' } }]);
    accepts = () => true;
    tools.setNow(addMilliseconds(tools.clock.now(), MINUTE));
    (await connectMailbox(parts, goOn)).close();
  });

  it('ends with the signal, also while it connects', async () => {
    const { parts } = account();
    const stop = new AbortController();
    const client = await connectMailbox(parts, stop.signal);
    const ended = once(client, 'close');
    stop.abort();
    await ended;
    await expect(connectMailbox(parts, stop.signal)).rejects.toThrow();
  });
});

function portOf(server: Server): number {
  return (server.address() as { port: number }).port;
}

/** Between the parts of what is shown (XOAUTH2). */
const SEPARATOR = String.fromCharCode(1);

/** As much of a server as a sign-in needs. */
function serveImap(socket: Socket, accepts: (token: string) => boolean): void {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let refusedTag: string | null = null;
  let pending = '';
  say('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready');
  const take = (line: string): void => {
    const [tag = '', command = '', , initial = ''] = line.split(' ');
    if (refusedTag !== null) {
      say(`${refusedTag} NO [AUTHENTICATIONFAILED] no`);
      refusedTag = null;
    } else if (command === 'AUTHENTICATE') {
      const bytes = Buffer.from(initial, 'base64').toString();
      const [, token = ''] = bytes
        .split('auth=Bearer ')
        .map((part) => part.split(SEPARATOR)[0] ?? '');
      if (accepts(token)) say(`${tag} OK [CAPABILITY IMAP4rev1] in`);
      else {
        refusedTag = tag;
        say(`+ ${Buffer.from('{"status":"401"}').toString('base64')}`);
      }
    } else say(`${tag} OK done`);
  };
  socket.on('data', (chunk: Buffer) => {
    const lines = (pending + chunk.toString()).split('\r\n');
    pending = lines.pop() ?? '';
    lines.forEach(take);
  });
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { ChannelAdapter } from '#core/channel/adapter';
import type { Delivery, DeliveryOutcome } from '#core/channel/delivery';

import {
  channelDelivery,
  channelTestTime,
  channelTools,
} from '../../../../test/support/channel-tools.js';
import { eventually } from '../../../../test/support/eventually.js';
import { fakeDelivery } from '../../../../test/support/fakes/fake-delivery.js';
import {
  headerOf,
  type MailSink,
  type SinkOptions,
  startMailSink,
} from '../../../../test/support/mail-sink.js';
import { attemptSend, mailSettings, referenceTo } from '../../../../test/support/outgoing-mail.js';
import { createAdapter } from './adapter.js';
import { MAX_TEXT_CHARACTERS } from './outgoing/limits.js';
import { emailSettings } from './settings.js';

const open: { close(): Promise<unknown> }[] = [];
let sink: MailSink;
let adapter: ChannelAdapter;

beforeEach(async () => {
  [sink, adapter] = await account({ connections: 2 });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

describe('sending a mail', () => {
  it('hands it over once, under a Message-ID of ours, to the citizen alone', async () => {
    const outcome = await sendTo('ana@example.org');
    const [mail, ...others] = sink.mails;
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ from: '311@fairmill.example', to: ['ana@example.org'] });
    const messageId = mail && headerOf(mail).get('message-id');
    expect(outcome).toEqual({ kind: 'sent', providerId: messageId });
    expect(mail && headerOf(mail).has('x-mailer')).toBe(false);
  });

  it('goes over the connections it has, no more than the settings allow', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) => sendTo(`citizen${index}@example.org`)),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['sent']));
    expect(sink.mails).toHaveLength(40);
    expect(sink.connections).toBeLessThanOrEqual(2);
  });

  it('takes the longest text and refuses a longer one', async () => {
    const text = 'ñ'.repeat(MAX_TEXT_CHARACTERS);
    expect((await sendTo('ana@example.org', { text })).kind).toBe('sent');
    const refused = await sendTo('ana@example.org', { text: `${text}ñ` });
    expect(refused).toMatchObject({ failure: { kind: 'rejected' } });
    expect(sink.mails).toHaveLength(1);
  });

  it.each(['', '{}', referenceTo('ana@example.org\r\nDATA'), referenceTo('')])(
    'goes nowhere with the reference %p',
    async (channelRef) => {
      const outcome = await sendTo('', { channelRef });
      expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'rejected' } });
      expect(sink.connections).toBe(0);
    },
  );
});

describe('a mail of which nothing left', () => {
  it.each([
    ['connect', { reply: '421 4.3.2 Shutting down' }, 'transient'],
    ['connect', { reply: '554 5.7.1 No service' }, 'transient'],
    ['connect', 'cut', 'transient'],
    ['sender', { reply: '451 4.3.0 Not now' }, 'transient'],
    ['sender', { reply: '530 5.7.0 Authentication required' }, 'unauthorised'],
    ['sender', 'cut', 'transient'],
    ['recipient', { reply: '450 4.7.1 Greylisted' }, 'transient'],
    ['recipient', { reply: '421 4.7.0 Too many messages' }, 'rate-limited'],
    ['recipient', { reply: '550 5.1.1 User unknown' }, 'recipient-gone'],
    ['recipient', { reply: '552 5.2.2 Mailbox full' }, 'transient'],
    ['recipient', { reply: '550 5.7.1 Blocked' }, 'rejected'],
    ['recipient', 'cut', 'transient'],
  ] as const)('is not sent when %s meets %j: %s', async (step, action, kind) => {
    for (const pipelining of [true, false]) {
      const [other, theirs] = await account({ connections: 1 }, { hidePIPELINING: !pipelining });
      other.fail({ step, action });
      const outcome = await sendWith(theirs, 'ana@example.org');
      expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind } });
      expect(other.mails).toEqual([]);
    }
  });

  it('is not sent when nobody listens, or when nobody answers to the name', async () => {
    const [other, gone] = await account({});
    await other.close();
    const nowhere = adapterOf({ port: 25, host: 'nowhere.invalid' });
    for (const theirs of [gone, nowhere]) {
      const outcome = await sendWith(theirs, 'ana@example.org');
      expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
    }
  });

  it('is not sent in the clear when the settings demand encryption', async () => {
    for (const security of ['tls', 'starttls']) {
      const [other, theirs] = await account({ security });
      const outcome = await sendWith(theirs, 'ana@example.org');
      expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
      expect(other.mails).toEqual([]);
    }
  });

  it('takes another connection when its own died while it was idle', async () => {
    await Promise.all([sendTo('ana@example.org'), sendTo('bob@example.org')]);
    expect(sink.connections).toBe(2);
    sink.cutAll();
    expect((await sendTo('cat@example.org')).kind).toBe('sent');
    expect(sink.mails).toHaveLength(3);
  });

  it('is not sent when it was cut off while it waited for a connection', async () => {
    sink.fail({ step: 'recipient', action: { delayMs: 60_000 } });
    const attempts = Array.from({ length: 5 }, () => attempt('ana@example.org', 200));
    for (const outcome of await Promise.all(attempts)) {
      expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
    }
    expect(sink.mails).toEqual([]);
  });
});

describe('a mail that left', () => {
  it.each([
    [{ reply: '451 4.3.0 Not now' }, 'transient'],
    [{ reply: '421 4.4.2 Timeout' }, 'transient'],
    [{ reply: '554 5.6.0 Virus' }, 'rejected'],
    [{ reply: '552 5.2.2 Mailbox full' }, 'transient'],
  ] as const)('is not sent when its final dot meets %j: %s', async (action, kind) => {
    sink.fail({ step: 'answer', action, times: 1 });
    const outcome = await sendTo('ana@example.org');
    expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind } });
    expect((await sendTo('ana@example.org')).kind).toBe('sent');
  });

  it.each(['cut', 'take-and-cut'] as const)(
    'is unknown when the link is cut after its final dot (%s), and is not tried again by itself',
    async (action) => {
      sink.fail({ step: 'answer', action, recipient: 'ana@example.org' });
      await sendTo('bob@example.org');
      expect((await sendTo('ana@example.org')).kind).toBe('unknown');
      await pause(400);
      expect(sink.asked.get('ana@example.org')).toBe(1);
      expect(sink.mails).toHaveLength(action === 'cut' ? 1 : 2);
    },
  );

  it('is unknown when the link is cut in the middle of it', async () => {
    sink.fail({ step: 'content', action: 'cut' });
    const text = 'long '.repeat(MAX_TEXT_CHARACTERS / 5);
    expect((await sendTo('ana@example.org', { text })).kind).toBe('unknown');
  });

  it('is unknown when its answer does not come in time, at once', async () => {
    sink.fail({ step: 'answer', action: { delayMs: 60_000 } });
    // The test's own time limit is shorter than that of the answer.
    expect((await attempt('ana@example.org', 300)).kind).toBe('unknown');
    await eventually(() => expect(sink.mails).toHaveLength(1));
  });
});

describe('signing in to send', () => {
  const signIn = { user: '311', password: 'secret', token: 'ya29.token' };

  it('is done with the password of the settings', async () => {
    const password = { kind: 'password', password: 'secret' };
    const [other, theirs] = await account({ user: '311', signIn: password }, { signIn });
    expect((await sendWith(theirs, 'ana@example.org')).kind).toBe('sent');
    expect(other.mails[0]?.user).toBe('311');
  });

  it('stops everything when the password is wrong', async () => {
    const password = { kind: 'password', password: 'wrong' };
    const [, theirs] = await account({ user: '311', signIn: password }, { signIn });
    const outcome = await sendWith(theirs, 'ana@example.org');
    expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'unauthorised' } });
    expect(JSON.stringify(outcome)).not.toContain('wrong');
  });

  it('is done with an access token, and with a fresh one when the server does not take it', async () => {
    const tokens = ['stale', signIn.token];
    const service = createServer((_request, answer) => {
      answer.end(JSON.stringify({ access_token: tokens.shift(), expires_in: 3_600 }));
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const { port } = service.address() as AddressInfo;
    const [other, theirs] = await account({ user: '311', signIn: oauthAt(port) }, { signIn });
    expect((await sendWith(theirs, 'ana@example.org')).kind).toBe('sent');
    expect(other.mails[0]?.user).toBe('311');
    expect(tokens).toEqual([]);
    service.close();
  });

  it('waits when the token service cannot be asked', async () => {
    const [, theirs] = await account({ user: '311', signIn: oauthAt(9) }, { signIn });
    const outcome = await sendWith(theirs, 'ana@example.org');
    expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
  });
});

function oauthAt(port: number): object {
  const tokenUrl = `http://127.0.0.1:${port}/token`;
  return { kind: 'oauth', provider: 'other', clientId: 'town', refreshToken: 'r', tokenUrl };
}

async function account(
  outgoing: object,
  options: SinkOptions = {},
): Promise<[MailSink, ChannelAdapter]> {
  const server = await startMailSink(options);
  open.push(server);
  return [server, adapterOf({ port: server.port, ...outgoing })];
}

function adapterOf(outgoing: { readonly port: number; readonly host?: string }): ChannelAdapter {
  const settings = emailSettings.parse(mailSettings({ ...outgoing }));
  const theirs = createAdapter(settings, channelTools());
  open.push({ close: () => theirs.close?.() ?? Promise.resolve() });
  return theirs;
}

function sendTo(address: string, further: Partial<Delivery> = {}): Promise<DeliveryOutcome> {
  return sendWith(adapter, address, further);
}

function sendWith(
  theirs: ChannelAdapter,
  address: string,
  further: Partial<Delivery> = {},
): Promise<DeliveryOutcome> {
  const delivery = channelDelivery({ channelRef: referenceTo(address), ...further });
  return theirs.send(delivery, new AbortController().signal);
}

function attempt(address: string, timeoutMs: number): Promise<DeliveryOutcome> {
  const channelRef = referenceTo(address);
  return attemptSend(adapter, fakeDelivery(channelTestTime, { channelRef }), timeoutMs);
}

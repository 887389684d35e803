import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { instantFromMilliseconds } from '#core/time/instant';

import { standardWebhookHeaders } from '../../support/channel-signing.js';
import { eventually } from '../../support/eventually.js';
import { type MailLink, startMailLink } from '../../support/mail-link.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { mailSettings } from '../../support/outgoing-mail.js';
import { type PrivateDovecot, startPrivateDovecot } from '../../support/private-dovecot.js';
import { type PrivatePostfix, startPrivatePostfix } from '../../support/private-postfix.js';
import { RunningTown } from '../../support/running-town.js';
import { StaffClient } from '../../support/town-client.js';

const JOURNAL = 'journal@fairmill.example';
const ANSWER = 'A crew comes on Tuesday.';
let dovecot: PrivateDovecot;
let postfix: PrivatePostfix;
let link: MailLink;
let sink: MailSink;
let town: RunningTown;
let staff: StaffClient;
let citizens = 0;
let citizen: string;

beforeAll(async () => {
  dovecot = await startPrivateDovecot();
  postfix = await startPrivatePostfix({
    domains: ['fairmill.example', 'example.org'],
    virtualTransport: `lmtp:inet:127.0.0.1:${dovecot.lmtpPort}`,
    journal: JOURNAL,
  });
}, 60_000);
afterAll(async () => {
  await postfix.stop();
  await dovecot.stop();
});
beforeEach(async () => {
  citizens += 1;
  citizen = `citizen${citizens}`;
  link = await startMailLink(postfix.port);
  sink = await startMailSink();
  town = await RunningTown.found();
  staff = new StaffClient(town);
});
afterEach(async () => {
  await town.remove();
  await link.close();
  await sink.close();
});

describe('F59: the answer of the relay to a reply gets lost', () => {
  it('and the reply is found in the journal, and never sent a second time', async () => {
    await addAccount(link.port, { journal: 'INBOX' });
    const number = await openRequest();
    await eventually(async () => expect(await answersOf(citizen, '')).toHaveLength(1));
    link.fault = 'answer-lost';
    await staff.reply(number, { text: ANSWER, seenUpTo: null });
    await eventually(async () => {
      expect(await replyState(number)).toMatchObject({ state: 'sent', attempts: 1 });
    });
    expect(await answersOf(citizen, ANSWER)).toHaveLength(1);
  });

  it('and without a journal it stays open for a person, and is never sent a second time', async () => {
    await addAccount(sink.port);
    const number = await openRequest();
    await eventually(() => expect(sink.mails).toHaveLength(1));
    sink.fail({ step: 'answer', action: 'take-and-cut', times: 1 });
    await staff.reply(number, { text: ANSWER, seenUpTo: null });
    await eventually(async () => {
      expect(await replyState(number)).toMatchObject({ state: 'unknown', attempts: 1 });
    });
    // Ten times as long as the settling time and the look-ups of this town take.
    await pause(2_000);
    expect(await replyState(number)).toMatchObject({ state: 'unknown', attempts: 1 });
    expect(sink.mails).toHaveLength(2);
  });
});

describe('a reply that the relay does not take at once', () => {
  it('F57: is tried again after a 4xx at the recipient and one at the final dot, and arrives once', async () => {
    await addAccount(sink.port);
    const number = await openRequest();
    await eventually(() => expect(sink.mails).toHaveLength(1));
    sink.fail({ step: 'recipient', action: { reply: '450 4.7.1 Greylisted' }, times: 1 });
    sink.fail({ step: 'answer', action: { reply: '451 4.3.0 Queue file write error' }, times: 1 });
    await staff.reply(number, { text: ANSWER, seenUpTo: null });
    await eventually(async () => {
      expect(await replyState(number)).toMatchObject({ state: 'sent', attempts: 3 });
    });
    expect(sink.mails).toHaveLength(2);
  });

  it('F58: has failed, visibly, when the recipient is refused for good', async () => {
    await addAccount(sink.port);
    const number = await openRequest();
    await eventually(() => expect(sink.mails).toHaveLength(1));
    sink.fail({ step: 'recipient', action: { reply: '550 5.1.1 User unknown' } });
    await staff.reply(number, { text: ANSWER, seenUpTo: null });
    await eventually(async () => {
      expect(await replyState(number)).toMatchObject({ state: 'failed', attempts: 1 });
    });
  });
});

async function addAccount(port: number, outgoing: object = {}): Promise<void> {
  const added = await staff.call('POST', '/channel-accounts', {
    ...{ channel: 'email', code: 'town-mail', title: 'Town mail' },
    settings: mailSettings(
      { port, ...outgoing },
      {
        incoming: {
          ...{ host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user: JOURNAL },
          signIn: { kind: 'password', password: dovecot.password },
        },
      },
    ),
  });
  expect(added.status).toBe(201);
}

/** By the signed door, so that no mailbox has to be waited for. */
async function openRequest(): Promise<string> {
  const now = Date.now();
  const lines = [
    `From: ${citizen}@example.org`,
    'To: 311@fairmill.example',
    'Subject: Street light out',
    `Message-ID: <${citizen}-${now}@example.org>`,
    '',
    'It is out since Monday.',
    '',
  ];
  const body = Buffer.from(lines.join('\r\n'));
  await eventually(async () => {
    const headers = standardWebhookHeaders(body, instantFromMilliseconds(now));
    const answer = await fetch(`${town.url}/webhooks/town-mail`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'message/rfc822' },
      body,
    });
    expect(answer.status).toBe(200);
  });
  await eventually(async () => expect(await staff.stream()).toHaveLength(1));
  const [shown] = await staff.stream();
  return shown?.number ?? '';
}

async function replyState(number: string) {
  const { timeline } = await staff.request(number);
  return timeline.find(({ text }) => text === ANSWER)?.delivery;
}

/** What the citizen got that says these words. */
async function answersOf(name: string, words: string): Promise<readonly Buffer[]> {
  const client = await dovecot.signIn(`${name}@example.org`);
  await client.mailboxOpen('INBOX', { readOnly: true });
  const mails = await client.fetchAll('1:*', { source: true });
  await client.logout();
  return mails
    .map(({ source }) => source ?? Buffer.alloc(0))
    .filter((source) => source.includes(words));
}

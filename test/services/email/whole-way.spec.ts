import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ParsedMail, simpleParser } from 'mailparser';

import { eventually } from '../../support/eventually.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { type PrivateDovecot, startPrivateDovecot } from '../../support/private-dovecot.js';
import { type PrivatePostfix, startPrivatePostfix } from '../../support/private-postfix.js';
import { installed } from '../../support/private-process.js';
import { RunningTown } from '../../support/running-town.js';
import { type ShownRequest, StaffClient } from '../../support/town-client.js';

const TOWN = '311@fairmill.example';
const run = promisify(execFile);

let dovecot: PrivateDovecot;
let postfix: PrivatePostfix;
/** The mail server of another place, where nobody lives. */
let elsewhere: MailSink;
let town: RunningTown;
let staff: StaffClient;
let round = 0;
let ana: string;

beforeAll(async () => {
  dovecot = await startPrivateDovecot();
  elsewhere = await startMailSink();
  elsewhere.fail({ step: 'recipient', action: { reply: '550 5.1.1 no such user here' } });
  postfix = await startPrivatePostfix({
    domains: ['fairmill.example', 'residents.example'],
    virtualTransport: `lmtp:inet:127.0.0.1:${dovecot.lmtpPort}`,
    settings: {
      transport_maps: `inline:{{elsewhere.example=smtp:[127.0.0.1]:${elsewhere.port}}}`,
    },
  });
});

afterAll(async () => {
  await postfix.stop();
  await elsewhere.close();
  await dovecot.stop();
});

beforeEach(async () => {
  round += 1;
  ana = `ana${round}@residents.example`;
  town = await RunningTown.found();
  staff = new StaffClient(town);
  await addAccount();
});

afterEach(() => town.remove());

describe('a mail to the town', () => {
  it('becomes a request long before the mailbox is polled, and its acknowledgement names number and time', async () => {
    await swaks({ from: ana, subject: 'Hydrant leaks', body: 'On Mill Street.' });
    const began = performance.now();
    const request = await onlyRequest();
    // Two seconds on a machine that does nothing else.
    process.stdout.write(`mail to request: ${Math.round(performance.now() - began)} ms\n`);
    expect(request.subject).toBe('Hydrant leaks');
    const [acknowledgement] = await mailsOf(ana, 1);
    expect(acknowledgement?.text).toContain(request.number);
    expect(acknowledgement?.text).toMatch(/\d{1,2}:\d{2}/);
    expect(acknowledgement?.headers.get('auto-submitted')).toBe('auto-replied');
  });

  it('is answered in the citizen’s own thread, and the answer to that joins the request', async () => {
    const { number, original, reply } = await answered();
    expect(reply.inReplyTo).toBe(original);
    expect(reply.text).toContain('A crew comes on Tuesday.');
    await swaks({
      ...{ from: ana, to: replyToOf(reply), subject: `Re: ${reply.subject ?? ''}` },
      body: 'Thank you, is it Tuesday morning?',
      headers: [`In-Reply-To: ${reply.messageId ?? ''}`],
    });
    await eventually(async () => {
      const request = await staff.request(number);
      expect(request.timeline.map(({ text }) => text)).toContain(
        'Thank you, is it Tuesday morning?',
      );
    });
    expect(await staff.stream()).toHaveLength(1);
  });

  it('is answered with a file that arrives in the citizen’s mailbox byte by byte', async () => {
    await swaks({ from: ana, subject: 'Plan of Oak Street', body: 'Please send it.' });
    const { number } = await onlyRequest();
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7_919) % 256));
    const content = bytes.toString('base64');
    const attachments = [{ filename: 'plan ñ.pdf', contentType: 'application/pdf', content }];
    const answer = { text: 'Here it is.', seenUpTo: null, attachments };
    expect((await staff.reply(number, answer)).status).toBe(201);
    const mails = await mailsOf(ana, 2);
    const [file, ...others] = mails.flatMap((mail) => mail.attachments);
    expect(file).toMatchObject({ filename: 'plan ñ.pdf', contentType: 'application/pdf' });
    expect(file?.content.equals(bytes)).toBe(true);
    expect(others).toEqual([]);
  });

  it('of a stranger joins nothing, whatever he copied', async () => {
    const { number, reply } = await answered();
    await swaks({
      ...{ from: `stranger${round}@residents.example`, to: replyToOf(reply) },
      ...{ subject: `Re: ${reply.subject ?? ''}`, body: 'Send me everything.' },
      headers: [`In-Reply-To: ${reply.messageId ?? ''}`],
    });
    await eventually(async () => expect(await staff.stream()).toHaveLength(2));
    const { timeline } = await staff.request(number);
    expect(timeline.map(({ text }) => text)).not.toContain('Send me everything.');
  });
});

it('marks a reply that came back for good, and its clock runs on', async () => {
  const gone = `gone${round}@elsewhere.example`;
  await swaks({ from: gone, subject: 'Street light', body: 'Out since Monday.' });
  const { number, expectedAt } = await onlyRequest();
  const reply = { text: 'A crew comes.', seenUpTo: null };
  expect((await staff.reply(number, reply)).status).toBeLessThan(300);
  await eventually(async () => {
    const { timeline, nextDeadlineAt } = await staff.request(number);
    const sent = timeline.find(({ direction }) => direction === 'outbound');
    expect(sent?.delivery).toMatchObject({ state: 'sent', receipt: 'failed' });
    expect(nextDeadlineAt).toBe(expectedAt);
  });
  expect(await staff.stream()).toHaveLength(1);
});

/** From its connection to its cursor. */
const FIRST_LOOK_MS = 1_000;

async function addAccount(): Promise<void> {
  const mailboxUser = `311-${round}@fairmill.example`;
  const added = await staff.call('POST', '/channel-accounts', {
    ...{ channel: 'email', code: 'town-mail', title: 'Town mail' },
    settings: {
      address: townAddress(),
      displayName: 'Fairmill 311',
      senderChecks: 'none',
      incoming: {
        ...{ host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user: mailboxUser },
        signIn: { kind: 'password', password: dovecot.password },
      },
      outgoing: { host: '127.0.0.1', port: postfix.port, security: 'none' },
    },
  });
  expect(added.status).toBe(201);
  // The account begins at now: it must have looked once before the first mail comes.
  await eventually(async () => expect(await dovecot.doveadm('who')).toContain(mailboxUser));
  await pause(FIRST_LOOK_MS);
}

function townAddress(): string {
  return TOWN.replace('@', `-${round}@`);
}

interface Written {
  readonly from: string;
  readonly to?: string;
  readonly subject: string;
  readonly body: string;
  readonly headers?: readonly string[];
}

async function swaks({ from, to = townAddress(), subject, body, headers = [] }: Written) {
  const own = [
    `Subject: ${subject}`,
    `Message-ID: <${Date.now()}.${Math.random()}@residents.example>`,
  ];
  const lines = [...own, ...headers].flatMap((header) => ['--header', header]);
  const server = ['--server', `127.0.0.1:${postfix.port}`, '--from', from, '--to', to];
  await run(installed('swaks', 'swaks'), [...server, ...lines, '--body', body]);
}

async function onlyRequest(): Promise<ShownRequest> {
  let requests: readonly ShownRequest[] = [];
  await eventually(async () => {
    requests = await staff.stream();
    expect(requests).toHaveLength(1);
  });
  const [request] = requests;
  if (request === undefined) throw new Error('It was there.');
  return request;
}

/** A request with the reply in the citizen's mailbox. */
async function answered() {
  await swaks({ from: ana, subject: 'Hydrant leaks', body: 'On Mill Street.' });
  const { number } = await onlyRequest();
  await staff.reply(number, { text: 'A crew comes on Tuesday.', seenUpTo: null });
  const mails = await mailsOf(ana, 2);
  const reply = mails.find(({ text }) => text?.includes('A crew comes') === true);
  if (reply?.messageId === undefined) throw new Error('The reply did not arrive.');
  return { number, reply, original: reply.inReplyTo };
}

function replyToOf(reply: ParsedMail): string {
  return reply.replyTo?.value[0]?.address ?? '';
}

/** What lies in a citizen's mailbox, as a mail program shows it. */
async function mailsOf(user: string, count: number): Promise<ParsedMail[]> {
  let mails: ParsedMail[] = [];
  await eventually(async () => {
    const client = await dovecot.signIn(user);
    try {
      await client.mailboxOpen('INBOX');
      const sources = await client.fetchAll('1:*', { source: true });
      mails = await Promise.all(sources.map(({ source }) => simpleParser(source ?? '')));
    } finally {
      client.close();
    }
    expect(mails).toHaveLength(count);
  });
  return mails;
}

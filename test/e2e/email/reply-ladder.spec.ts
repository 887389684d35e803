import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';

import { addressKeyOf } from '#core/identity/binary-key';
import { timeOrderedIds } from '#core/identity/time-ordered-id';
import type { Database } from '#wiring/database/database';
import { DATABASE } from '#wiring/tokens';

import { requestListText, requestText } from '../../../apps/cli/src/render/request-text.js';
import { newLoopbackSecret } from '../../support/loopback-events.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { mailSettings } from '../../support/outgoing-mail.js';
import { RunningTown } from '../../support/running-town.js';
import { type ShownRequest, StaffClient, until, writeFrom } from '../../support/town-client.js';

const ANSWER = 'The crew comes on Monday.';
const secret = newLoopbackSecret();
const failures = [
  { recipientPrefix: 'gone:', outcome: 'recipient-gone' },
  { recipientPrefix: 'stopped:', outcome: 'opted-out' },
  { recipientPrefix: 'closed:', outcome: 'window-closed' },
];

/** What the command line reads of these answers. */
type Page = Parameters<typeof requestListText>[0];
type Detail = Parameters<typeof requestText>[0];

let sink: MailSink;
let town: RunningTown;
let staff: StaffClient;

beforeAll(async () => {
  sink = await startMailSink();
  town = await RunningTown.found();
  staff = new StaffClient(town);
  await staff.addLoopback({ failures }, secret);
  const added = await staff.call('POST', '/channel-accounts', {
    ...{ channel: 'email', code: 'town-mail', title: 'Town mail' },
    settings: mailSettings({ port: sink.port }),
  });
  expect(added.status).toBe(201);
});
afterEach(async () => {
  expect((await staff.call('GET', '/ledger')).body).toMatchObject({ clean: true });
});
afterAll(async () => {
  await town.remove();
  await sink.close();
});

describe('When a channel refuses an answer', () => {
  it('it goes by mail to the address that the citizen proved, and everybody can read why', async () => {
    const number = await requestFrom('gone:ana');
    await addMail(number, 'claimed@example.org', false);
    await addMail(number, 'ana@example.org', true);
    await staff.reply(number, { text: ANSWER });
    const answer = await until(
      () => answerOf(number),
      (found) => found?.delivery?.state === 'sent',
    );
    expect(answer?.delivery).toMatchObject({
      story: expect.stringMatching(
        /^Outside: the address takes no messages any more\. Sent by Town mail instead, \d\d:\d\d\.$/,
      ),
      rungs: [
        { channelAccount: 'outside', state: 'failed', refusal: 'recipient-gone' },
        { channelAccount: 'town-mail', state: 'sent', refusal: null },
      ],
    });
    const mails = sink.mails.filter(({ to }) => to.includes('ana@example.org'));
    expect(mails).toHaveLength(1);
    expect(sink.mails.some(({ to }) => to.includes('claimed@example.org'))).toBe(false);
    const mail = await simpleParser(mails[0]?.raw ?? '');
    expect(mail.subject).toContain(number);
    expect(mail.text).toContain(ANSWER);
    const shown = await detailOf(number);
    expect(shown.clocks).toMatchObject([{ kind: 'first_response', state: 'met' }]);
    expect(requestText(shown, { zone: 'UTC', now: new Date() })).toContain('Sent by Town mail');
    expect(await undelivered()).toEqual([]);
  });

  it('and no other way is known, it waits for a person until somebody has seen to it', async () => {
    const number = await requestFrom('closed:bea');
    await addMail(number, 'claimed-too@example.org', false);
    await staff.reply(number, { text: ANSWER });
    const [listed, ...others] = await until(undelivered, (requests) => requests.length > 0);
    expect(others).toEqual([]);
    expect(listed).toMatchObject({
      number,
      undelivered: { refusal: 'window-closed', remedy: expect.stringContaining('request call') },
    });
    const page = await staff.call<Page>('GET', '/requests?status=undelivered');
    const text = requestListText(page.body, { zone: 'UTC', now: new Date() });
    expect(text).toContain('NOT DELIVERED: the citizen wrote too long ago');
    const shown = await detailOf(number);
    expect(shown.clocks).toMatchObject([{ state: 'running' }]);
    const told = requestText(shown, { zone: 'UTC', now: new Date() });
    expect(told).toContain('when they write again, an answer can leave there');
    expect(told).toContain('No other way to the citizen is known.');
    expect(await staff.call('POST', `/requests/${number}/handled`)).toMatchObject({ status: 200 });
    expect(await undelivered()).toEqual([]);
    expect(await staff.call('POST', `/requests/${number}/handled`)).toMatchObject({ status: 409 });
  });

  it('an answer to somebody who opted out is refused with the reason, or goes another way at once', async () => {
    const number = await requestFrom('stopped:dora');
    await until(
      () => staff.request(number),
      ({ timeline }) => timeline.some(({ delivery }) => delivery?.state === 'failed'),
    );
    expect(await staff.reply(number, { text: ANSWER })).toMatchObject({
      status: 409,
      body: { code: 'opted-out', title: 'The citizen has opted out of texts' },
    });
    await addMail(number, 'dora@example.org', true);
    expect(await staff.reply(number, { text: ANSWER })).toMatchObject({
      status: 201,
      body: { goesBy: { account: 'Town mail', address: 'd•••@example.org' } },
    });
    await until(
      () => answerOf(number),
      (found) => found?.delivery?.state === 'sent',
    );
    expect(sink.mails.filter(({ to }) => to.includes('dora@example.org'))).toHaveLength(1);
  });

  it('a call with somebody who was spoken to is the answer', async () => {
    const number = await requestFrom('gone:carl');
    await staff.reply(number, { text: ANSWER });
    await until(undelivered, (requests) => requests.length > 0);
    const call = { outcome: 'spoken', text: 'Told him.' };
    const logged = await staff.call('POST', `/requests/${number}/calls`, call);
    expect(logged).toMatchObject({ status: 201, body: { met: 1 } });
    expect(await undelivered()).toEqual([]);
  });
});

async function requestFrom(from: string): Promise<string> {
  const text = `Written by ${from}.`;
  expect(await writeFrom(town, secret, { id: from, from, text })).toBe(200);
  const isIt = ({ subject }: ShownRequest) => subject === text;
  const stream = await until(
    () => staff.stream(),
    (requests) => requests.some(isIt),
  );
  return stream.find(isIt)?.number ?? '';
}

/** As a mail of theirs, or a clicked link, would have left it. */
async function addMail(number: string, address: string, proven: boolean): Promise<void> {
  const { registrations, requests, clock } = town.running.get<Database>(DATABASE);
  const contactId = (await requests.find(number))?.contact.id;
  if (contactId === undefined) throw new Error('The request is there.');
  const at = clock.now();
  const point = {
    ...{ id: timeOrderedIds(clock)<'ContactPoint'>(), contactId, kind: 'email', address },
    ...{ addressKey: proven ? addressKeyOf('email', address) : null, createdAt: at },
    verifiedAt: proven ? at : null,
  };
  await registrations.transaction((transaction) => transaction.insertContactPoints([point]));
}

async function answerOf(number: string) {
  const { timeline } = await staff.request(number);
  return timeline.find(({ text }) => text === ANSWER);
}

async function detailOf(number: string): Promise<Detail> {
  return (await staff.call<Detail>('GET', `/requests/${number}`)).body;
}

async function undelivered(): Promise<readonly ShownRequest[]> {
  const page = await staff.call<{ readonly requests: readonly ShownRequest[] }>(
    'GET',
    '/requests?status=undelivered',
  );
  return page.body.requests;
}

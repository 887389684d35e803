import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ParsedMail, simpleParser } from 'mailparser';

import { writeSigned } from '../../support/email/signed-mail.js';
import { eventually } from '../../support/eventually.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { mailSettings } from '../../support/outgoing-mail.js';
import { RunningTown } from '../../support/running-town.js';
import { type ShownRequest, StaffClient } from '../../support/town-client.js';

const settings = { TOWNLINE_DIGEST_AFTER: '5s', TOWNLINE_DIGEST_INTERVAL: '100ms' };

let sink: MailSink;
let town: RunningTown;
let staff: StaffClient;

beforeEach(async () => {
  sink = await startMailSink();
  town = await RunningTown.found({ settings });
  staff = new StaffClient(town);
  const added = await staff.call('POST', '/channel-accounts', {
    ...{ channel: 'email', code: 'town-mail', title: 'Town mail' },
    settings: mailSettings({ port: sink.port }),
  });
  expect(added.status).toBe(201);
});
afterEach(async () => {
  await town.remove();
  await sink.close();
});

describe('One sender and the automatic answers of the town', () => {
  it('a loop with a responder that does not call itself one ends', async () => {
    await write('Your message has reached us.');
    for (let answered = 0; answered < 6; answered += 1) {
      await eventually(() => expect(sink.mails.length).toBeGreaterThan(answered));
      await write('Your message has reached us.');
    }
    const requests = await untilThereAre(7);
    expect(sink.mails).toHaveLength(6);
    const newest = requests.find(({ number }) => number.includes('-000007-'));
    const { timeline } = await staff.request(newest?.number ?? '');
    expect(timeline.map(({ direction }) => direction)).toEqual(['inbound']);
  }, 60_000);

  it('tells the numbers over the cap in one mail that names the others', async () => {
    await Promise.all(Array.from({ length: 12 }, () => write('A pothole.')));
    const requests = await untilThereAre(12);
    await eventually(() => expect(sink.mails).toHaveLength(6));
    const mails = await Promise.all(sink.mails.map(({ raw }) => simpleParser(raw)));
    const told = mails.map(numbersIn);
    expect(told.slice(0, 5).map((numbers) => numbers.length)).toEqual([1, 1, 1, 1, 1]);
    expect(told[5]).toHaveLength(7);
    expect(told.flat().toSorted()).toEqual(requests.map(({ number }) => number).toSorted());
    expect(mails[5]?.headers.get('auto-submitted')).toBe('auto-replied');
    expect(mails[5]?.text).toMatch(/^We have 7 more requests from you\./);
  }, 60_000);
});

function write(text: string): Promise<void> {
  return writeSigned(`${town.url}/webhooks/town-mail`, 'responder@example.org', text);
}

async function untilThereAre(count: number): Promise<readonly ShownRequest[]> {
  await eventually(async () => expect(await staff.stream()).toHaveLength(count));
  return staff.stream();
}

function numbersIn({ text }: ParsedMail): readonly string[] {
  return [...new Set(text?.match(/FM\d\d-\d{6}-\d/g))];
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { addMilliseconds, DAY, HOUR, type Instant, MINUTE, SECOND } from '#core/time/instant';

import {
  channelDelivery,
  channelTestTime,
  channelTools,
  storedEnvelope,
} from '../../../../test/support/channel-tools.js';
import { sampleSid, sampleTwilioAccount } from '../twilio-sample.js';
import { check } from './check.js';
import { findSent } from './find-sent.js';
import { normalise } from './normalise.js';
import { poll } from './poll.js';
import { smsTwilioSettings } from './settings.js';

const goOn = new AbortController().signal;
const ana = '+19195550142';
const town = '+19195550100';
const webhook = 'https://311.fairmill.example/webhooks/sms';
const account = `/twilio/2010-04-01/Accounts/${sampleTwilioAccount.accountSid}`;

interface Listed {
  readonly id: string;
  readonly at: Instant;
  readonly body?: string;
  readonly direction?: string;
  readonly to?: string;
  readonly files?: number;
  /** A message that waits has no date of sending. */
  readonly waits?: boolean;
}

let listed: Listed[] = [];
let asked: URL[] = [];
let number: object | null = null;
let fails: number | null = null;
let apiBaseUrl = '';
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://api');
  asked.push(url);
  const [status, body] = answerTo(url);
  response.writeHead(fails ?? status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(fails === null ? body : { code: 20003, status: fails }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/twilio`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  [listed, asked, fails] = [[], [], null];
  number = { phone_number: town, sms_url: `${webhook}#rc=3`, sms_method: 'POST' };
});

describe('the list of what citizens wrote', () => {
  it('gives a message once, though it is read again and again for late ones', async () => {
    const parts = partsOf();
    const { cursor } = await poll(parts, null, goOn);
    arrive('one', 10 * SECOND);
    const first = await pollAt(parts, cursor, MINUTE);
    // It appears late: its date is before that of what was seen already.
    arrive('two', 5 * SECOND);
    const second = await pollAt(parts, first.cursor, 2 * MINUTE);
    const third = await pollAt(parts, second.cursor, 30 * MINUTE);
    expect([first, second, third].map(wordsOf)).toEqual([['one'], ['two'], []]);
  });

  it('is asked for our number and from the cursor on', async () => {
    const parts = partsOf();
    const { cursor } = await poll(parts, null, goOn);
    await pollAt(parts, cursor, MINUTE);
    const query = asked.at(-1)?.searchParams;
    expect(query?.get('To')).toBe(town);
    expect(query?.get('DateSent>')).toBe('2026-11-23T14:45:00Z');
    expect(query?.has('DateSent<')).toBe(false);
  });

  it('is read in pieces after a week of silence, oldest first, every message once', async () => {
    const parts = partsOf();
    let { cursor } = await poll(parts, null, goOn);
    const all = Array.from({ length: 60 }, (_, index) => `text ${index}`);
    all.forEach((id, index) => arrive(id, index * 2 * HOUR + SECOND));
    parts.tools.setNow(addMilliseconds(channelTestTime, 7 * DAY));
    const words: string[] = [];
    for (let more = true; more;) {
      const polled = await poll(parts, cursor, goOn);
      words.push(...wordsOf(polled));
      ({ cursor, more } = polled);
    }
    expect(words).toEqual(all);
    const calm = asked.length;
    await poll(parts, cursor, goOn);
    expect(asked.length - calm).toBe(1);
  });

  it('names the files of a message as a webhook does', async () => {
    const parts = partsOf();
    const { cursor } = await poll(parts, null, goOn);
    arrive('', 10 * SECOND, { files: 1 });
    const [envelope] = (await pollAt(parts, cursor, MINUTE)).envelopes;
    if (envelope === undefined) throw new Error('Nothing listed');
    const sid = sampleSid('SM', '');
    expect(
      normalise(storedEnvelope(envelope), { number: town, optOutHandling: 'default' }),
    ).toMatchObject({
      text: '',
      occurredAt: addMilliseconds(channelTestTime, 10 * SECOND),
      attachments: [
        {
          reference: `${new URL(apiBaseUrl).origin}${account}/Messages/${sid}/Media/ME1`,
          contentType: 'image/jpeg',
        },
      ],
    });
  });

  it('moves no cursor when it cannot be read', async () => {
    const parts = partsOf();
    const { cursor } = await poll(parts, null, goOn);
    fails = 503;
    await expect(poll(parts, cursor, goOn)).rejects.toThrow('503');
  });
});

describe('the list of what we sent', () => {
  const delivery = channelDelivery({ channelRef: ana, text: 'It’s done — thanks…' });
  const sent = (id: string, changes: Partial<Listed> = {}) =>
    arrive(id, 10 * SECOND, {
      ...{ direction: 'outbound-api', to: ana, body: delivery.text, ...changes },
    });

  it.each([
    ['as we wrote it', {}],
    ['written plainly by Smart Encoding', { body: "It's done - thanks..." }],
    [
      'with the notice of a trial account',
      { body: `Sent from your Twilio trial account - ${delivery.text}` },
    ],
    ['with other blanks', { body: ` ${delivery.text}\n` }],
    ['while it waits and has no date of sending', { waits: true }],
  ])('shows a text %s', async (_what, changes) => {
    sent('one', changes);
    expect(await findSent(partsOf(), delivery, goOn)).toMatchObject({
      ...{ kind: 'found', providerId: sampleSid('SM', 'one'), others: [] },
    });
  });

  it.each([
    ['in other words', { body: 'It’s done' }],
    ['to somebody else', { to: '+19195550143' }],
    ['before the words were approved', { at: addMilliseconds(channelTestTime, -HOUR) }],
    ['by the citizen', { direction: 'inbound' }],
  ])('does not take for it what was sent %s', async (_what, changes) => {
    sent('one', changes);
    expect(await findSent(partsOf(), delivery, goOn)).toEqual({ kind: 'absent' });
  });

  it('shows every one of several equal texts, oldest first', async () => {
    sent('one');
    sent('two', { at: addMilliseconds(channelTestTime, MINUTE) });
    expect(await findSent(partsOf(), delivery, goOn)).toMatchObject({
      ...{ providerId: sampleSid('SM', 'one'), others: [sampleSid('SM', 'two')] },
    });
  });

  it('proves nothing when it cannot be read', async () => {
    fails = 500;
    expect((await findSent(partsOf(), delivery, goOn)).kind).toBe('unavailable');
    const cut = await findSent(partsOf(), delivery, AbortSignal.abort());
    expect(cut.kind).toBe('unavailable');
  });
});

describe('the check of a texting account', () => {
  it('finds the number and its webhook right, also with connection overrides', async () => {
    expect(await check(partsOf(), goOn)).toMatchObject({ healthy: true });
  });

  it.each([
    ['the credentials are wrong', () => (fails = 401), /accountSid and authTokens/],
    ['the number is not ours', () => (number = null), /has no number \+19195550100/],
    [
      'messages go elsewhere',
      () => (number = { sms_url: 'https://demo.twilio.com/welcome', sms_method: 'POST' }),
      /go to https:\/\/demo.*set .A message comes in. .*webhooks\/sms/,
    ],
    [
      'messages go nowhere',
      () => (number = { sms_url: '', sms_method: 'POST' }),
      /go nowhere: set/,
    ],
    ['messages come by GET', () => (number = { sms_url: webhook, sms_method: 'GET' }), /by GET/],
  ])('says what to do when %s', async (_what, spoil, remedy) => {
    spoil();
    const health = await check(partsOf(), goOn);
    expect(health.healthy).toBe(false);
    expect(health.steps.find(({ passed }) => !passed)?.detail).toMatch(remedy);
  });
});

function arrive(id: string, afterMs: number, changes: Partial<Listed> = {}): void {
  listed.push({ id, at: addMilliseconds(channelTestTime, afterMs), ...changes });
}

function partsOf() {
  const settings = { ...sampleTwilioAccount, apiBaseUrl, number: town };
  return { settings: smsTwilioSettings.parse(settings), tools: channelTools('sms') };
}

function pollAt(parts: ReturnType<typeof partsOf>, cursor: string, afterMs: number) {
  parts.tools.setNow(addMilliseconds(channelTestTime, afterMs));
  return poll(parts, cursor, goOn);
}

function wordsOf({ envelopes }: Awaited<ReturnType<typeof poll>>): string[] {
  return envelopes.map((envelope) => {
    const normalised = normalise(storedEnvelope(envelope), {
      number: town,
      optOutHandling: 'default',
    });
    return normalised.kind === 'message' ? normalised.text : normalised.kind;
  });
}

function answerTo({ pathname, searchParams }: URL): readonly [number, object] {
  if (pathname.endsWith('/Media.json')) {
    const uri = `${pathname.replace('/twilio', '').replace(/\.json$/, '')}/ME1.json`;
    return [200, { media_list: [{ sid: 'ME1', uri, content_type: 'image/jpeg' }] }];
  }
  switch (pathname) {
    case `${account}.json`:
      return [200, { status: 'active' }];
    case `${account}/IncomingPhoneNumbers.json`:
      return [200, { incoming_phone_numbers: number === null ? [] : [number] }];
    case `${account}/Messages.json`:
      return [200, pageOf(searchParams)];
    default:
      return [404, {}];
  }
}

/** Newest first, two a page, the next page below the API’s own root. */
function pageOf(query: URLSearchParams): object {
  const [to, since, until] = ['To', 'DateSent>', 'DateSent<'].map((name) => query.get(name));
  const rows = listed
    .filter((row) => to === null || (row.to ?? town) === to)
    .filter(({ at }) => since === null || at >= Date.parse(since ?? ''))
    .filter(({ at }) => until === null || at <= Date.parse(until ?? ''))
    .toSorted((one, other) => other.at - one.at);
  const from = Number(query.get('Page') ?? 0);
  const next = new URLSearchParams([...query].filter(([name]) => name !== 'Page'));
  next.set('Page', String(from + 2));
  const uri = `${account.replace('/twilio', '')}/Messages.json?${next.toString()}`;
  return {
    messages: rows.slice(from, from + 2).map(resourceOf),
    next_page_uri: from + 2 < rows.length ? uri : null,
  };
}

function resourceOf({ id, at, body, direction, to, files, waits }: Listed): object {
  const date = new Date(at).toUTCString().replace('GMT', '+0000');
  return {
    ...{ sid: sampleSid('SM', id), body: body ?? id, from: direction === undefined ? ana : town },
    ...{ to: to ?? town, direction: direction ?? 'inbound', num_media: String(files ?? 0) },
    ...{ date_created: date, date_sent: waits === true ? null : date, status: 'received' },
  };
}

import { describe, expect, it } from '@jest/globals';

import type { Reception, WebhookRequest } from '#core/channel/webhook';
import { identityKeyOf } from '#core/identity/binary-key';
import type { ServiceRequestId } from '#core/identity/ids';
import { addMilliseconds, DAY } from '#core/time/instant';

import {
  channelTestTime,
  channelTools,
  storedEnvelope,
  webhookRequest,
} from '../../../../test/support/channel-tools.js';
import { createAdapter } from './adapter.js';
import { receive } from './receive.js';
import { webFormSettings } from './settings.js';

const tools = channelTools();
const citizen = identityKeyOf('a citizen');
const link = tools.links.issue(
  { requestId: '01938c00-0000-7000-8000-0000000000aa' as ServiceRequestId, identityKey: citizen },
  channelTestTime,
);

describe('a report', () => {
  it('may be JSON or a form, and means the same', () => {
    const json = envelope(post({ text: 'It leaks & drips', language: 'es', idempotencyKey: 'k' }));
    const form = envelope(postForm('text=It+leaks+%26+drips&language=es&email=&idempotencyKey=k'));
    const adapter = createAdapter(webFormSettings.parse({}), tools);
    const words = [json, form].map((each) => adapter.normalise(storedEnvelope(each)));
    expect(words).toMatchObject([
      { text: 'It leaks & drips', language: 'es' },
      { text: 'It leaks & drips', language: 'es' },
    ]);
    expect(form.dedupeKey).toEqual(json.dedupeKey);
  });

  it('sent twice with one key is one report, with edited words it is another', () => {
    const keyed = { text: 'It leaks', idempotencyKey: 'k-1' };
    const first = envelope(post(keyed)).dedupeKey;
    expect(envelope(post(keyed, { receivedAt: later(DAY) })).dedupeKey).toEqual(first);
    expect(envelope(post({ ...keyed, text: 'It leaks badly' })).dedupeKey).not.toEqual(first);
    expect(envelope(post({ ...keyed, idempotencyKey: 'k-2' })).dedupeKey).not.toEqual(first);
  });

  it('takes the key from the header before the field', () => {
    const inField = envelope(post({ text: 'It leaks', idempotencyKey: 'k-1' }));
    const inHeader = envelope(post({ text: 'It leaks' }, { key: 'k-1' }));
    const inBoth = envelope(post({ text: 'It leaks', idempotencyKey: 'k-2' }, { key: 'k-1' }));
    expect(inHeader.dedupeKey).toEqual(inField.dedupeKey);
    expect(inBoth.dedupeKey).toEqual(inField.dedupeKey);
    expect(inHeader.providerId).toBe('k-1');
  });

  it('without a key stands for itself: equal words of two people are two reports of two people', () => {
    const ana = envelope(post({ text: 'It leaks' }));
    const ben = envelope(post({ text: 'It leaks' }));
    expect(ben.dedupeKey).not.toEqual(ana.dedupeKey);
    expect(ben.identityKey).not.toEqual(ana.identityKey);
  });

  it('makes nobody the same person by using the same key', () => {
    const ana = envelope(post({ text: 'It leaks', idempotencyKey: '1' }));
    const eve = envelope(post({ text: 'FM26-004817-3', idempotencyKey: '1' }));
    expect(eve.identityKey).not.toEqual(ana.identityKey);
  });

  it('with a signed link comes from the person the link was made for', () => {
    const more = envelope(post({ text: 'It is worse now', thread: link }));
    expect(more.identityKey).toEqual(citizen);
    const adapter = createAdapter(webFormSettings.parse({}), tools);
    expect(adapter.normalise(storedEnvelope(more))).toMatchObject({
      sender: { kind: 'web', address: citizen.toString('hex') },
      evidence: { signedReferences: [link] },
    });
  });

  it.each([
    ['too old', link, later(31 * DAY), 'older than 30 days'],
    ['altered', `${link.slice(0, -2)}AA`, channelTestTime, 'not complete or not ours'],
    ['cut short', link.slice(0, 20), channelTestTime, 'not complete or not ours'],
  ])('with a link that is %s is refused, and told what to do', (_what, thread, receivedAt, why) => {
    const reception = post({ text: 'More', thread }, { receivedAt });
    expect(faults(reception)).toEqual([
      { field: 'thread', message: expect.stringContaining(why) as unknown },
    ]);
  });
});

describe('a faulty report', () => {
  it.each([
    ['text', undefined, 'Write what'],
    ['text', '  \n ', 'Write what'],
    ['text', 'x'.repeat(20_001), 'at most 20000'],
    ['subject', 'x'.repeat(201), 'at most 200'],
    ['place', '🚰'.repeat(501), 'at most 500'],
    ['email', 'ana at example', 'ana@example.org'],
    ['email', 'a@b.c\nBcc: x@y.z', 'ana@example.org'],
    ['phone', 'call me', 'digits'],
    ['language', 'fr', 'en or es'],
    ['serviceCode', 'pot hole', 'list of services'],
    ['idempotencyKey', 'with blank', 'without blanks'],
    ['thread', 'not/a/token', 'whole token'],
  ])('is refused for its %s %j', (field, value, remedy) => {
    const reception = post({ text: 'It leaks', [field]: value });
    expect(faults(reception)).toEqual([
      { field, message: expect.stringContaining(remedy) as unknown },
    ]);
  });

  const everyField = [
    'text',
    'subject',
    'name',
    'email',
    'phone',
    'serviceCode',
    'place',
    'thread',
  ];
  const wrongValues = [null, 7, true, {}, [], ['x'], 'a\0b', 'a\ud800', '\udc00'];
  it.each(everyField.flatMap((field) => wrongValues.map((value) => [field, value] as const)))(
    'is refused for the field %s holding %j',
    (field, value) => {
      expect(faults(post({ text: 'It leaks', [field]: value }))).toMatchObject([{ field }]);
    },
  );

  it('names every field at fault at once', () => {
    const reception = post({ email: 'x', phone: 'y' });
    expect(faults(reception).map(({ field }) => field)).toEqual(['text', 'email', 'phone']);
  });

  it.each(['website', '__proto__', 'constructor', 'toString'])(
    'names the unknown field %s',
    (field) => {
      const body = Buffer.from(`{"text":"It leaks","${field}":"x"}`);
      const reception = receive(webhookRequest({ headers: json, rawBody: body }), tools);
      expect(faults(reception)).toMatchObject([{ field }]);
    },
  );

  it('does not repeat the markup of an unknown field', () => {
    const reception = post({ text: 'x', '<img src=x onerror=alert(1)>': 'x' });
    expect(JSON.stringify(reception)).not.toContain('<img');
  });

  it('stays short when it has ten thousand unknown fields', () => {
    const fields = Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 'x'] as const);
    expect(faults(post(Object.fromEntries(fields))).length).toBeLessThan(20);
  });

  it('is refused when a form gives a field twice', () => {
    expect(faults(postForm('text=one&text=two'))).toMatchObject([{ field: 'text' }]);
  });

  it.each(['text=%FF', 'text=%', 'text=%E0%A4'])(
    'is refused when the form is broken: %s',
    (form) => {
      expect(faults(postForm(form))).toMatchObject([{ field: '' }]);
    },
  );

  it.each([
    ['text/plain', 'unsupported-media-type'],
    ['multipart/form-data; boundary=x', 'unsupported-media-type'],
    ['application/json; charset=latin1', 'unsupported-media-type'],
    ['', 'unsupported-media-type'],
    ['application/json', 'invalid-input'],
    ['application/x-www-form-urlencoded', 'invalid-input'],
  ])('empty and of type %j is %s', (type, code) => {
    const reception = receive(webhookRequest({ headers: { 'content-type': type } }), tools);
    expect(reception).toMatchObject({ kind: 'refused', problem: { code } });
  });

  it.each(['application/json;charset=UTF-8', 'Application/JSON ; charset="utf-8"'])(
    'is not one for being sent as %s',
    (type) => {
      const request = { headers: { 'content-type': type }, rawBody: Buffer.from('{"text":"x"}') };
      expect(receive(webhookRequest(request), tools).kind).toBe('awaited');
    },
  );

  it('is refused unread when it is larger than any report can be', () => {
    const reception = post({ text: 'x'.repeat(400_000) });
    expect(reception).toMatchObject({ kind: 'refused', problem: { code: 'too-large' } });
  });

  it('may be 20,000 characters of four bytes, spelt as long as possible', () => {
    const form = `text=${encodeURIComponent('🚰'.repeat(20_000))}`;
    expect(postForm(form).kind).toBe('awaited');
  });

  it('is not fetched: GET is refused', () => {
    const reception = receive(webhookRequest({ method: 'GET' }), tools);
    expect(reception).toMatchObject({ kind: 'refused', problem: { code: 'not-found' } });
  });
});

const json = { 'content-type': 'application/json' };

interface Circumstances {
  readonly key?: string;
  readonly receivedAt?: WebhookRequest['receivedAt'];
}

function post(
  fields: object,
  { key, receivedAt = channelTestTime }: Circumstances = {},
): Reception {
  const headers = key === undefined ? json : { ...json, 'idempotency-key': key };
  const rawBody = Buffer.from(JSON.stringify(fields));
  return receive(webhookRequest({ headers, rawBody, receivedAt }), tools);
}

function postForm(form: string): Reception {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return receive(webhookRequest({ headers, rawBody: Buffer.from(form) }), tools);
}

function envelope(reception: Reception) {
  if (reception.kind !== 'awaited') throw new Error(JSON.stringify(reception));
  return reception.envelope;
}

function faults(reception: Reception) {
  if (reception.kind !== 'refused') throw new Error(`Not refused: ${reception.kind}`);
  return reception.problem.faults ?? [];
}

function later(milliseconds: number) {
  return addMilliseconds(channelTestTime, milliseconds);
}

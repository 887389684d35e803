import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { identityKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';
import { instantFromIso } from '#core/time/instant';

import { expectWorkInProportion } from '../../../../../test/support/growth.js';
import { mailEnvelope, type MailOrigin } from './mail-envelope.js';

const accountId = '01938c00-0000-7000-8000-000000000001' as ChannelAccountId;
const posted: MailOrigin = { accountId, internalDate: null, mailbox: null };

const header = ['From: Ana <ana@example.org>', 'Subject: Hydrant', 'Message-ID: <one@example.org>'];
const body = ['', 'It leaks.', 'Please come.'];

const mailOf = (...lines: readonly string[]) => Buffer.from(lines.join('\r\n'));
const plain = mailOf(...header, ...body);
const keyOf = (raw: Buffer) => mailEnvelope(raw, posted).dedupeKey.toString('hex');
const identityOf = (raw: Buffer) => mailEnvelope(raw, posted).identityKey;

describe('the dedupe key of a mail', () => {
  it.each([
    [
      'Received',
      ['Received: from mx (mx [192.0.2.1])', '\tby inner; Mon, 23 Nov 2026 10:00:00 +0000'],
    ],
    ['Delivered-To', ['Delivered-To: parks@fairmill.example']],
    ['X-Original-To', ['X-Original-To: 311@fairmill.example']],
    ['Return-Path', ['Return-Path: <ana@example.org>']],
    ['Authentication-Results', ['Authentication-Results: mx.example;', ' dkim=pass', ' spf=pass']],
    ['ARC-Seal', ['ARC-Seal: i=1; a=rsa-sha256']],
    ['RECEIVED in capitals, with a blank before the colon', ['RECEIVED : from a by b']],
    ['an mbox line', ['From ana@example.org Mon Nov 23 10:00:00 2026']],
  ])('does not change with the trace field %s', (_what, lines) => {
    expect(keyOf(mailOf(...lines, ...header, ...body))).toBe(keyOf(plain));
  });

  it('does not change with a trace field in the middle, or with the kind of line ends', () => {
    const [first = '', ...rest] = header;
    expect(keyOf(mailOf(first, 'Received: a', ' b', ...rest, ...body))).toBe(keyOf(plain));
    expect(keyOf(Buffer.from(`${[...header, ...body].join('\n')}\n`))).toBe(keyOf(plain));
  });

  it.each([
    ['another word in the body', mailOf(...header, '', 'It leaks.', 'Please come!')],
    [
      'another subject',
      mailOf(...header, ...body)
        .toString()
        .replace('Hydrant', 'Hydrants'),
    ],
    ['another field', mailOf('X-Priority: 1', ...header, ...body)],
    ['a trace field that is part of the body', mailOf(...header, '', 'Received: x', ...body)],
    [
      'another Message-ID',
      mailOf(...header, ...body)
        .toString()
        .replace('<one@', '<two@'),
    ],
    ['words after the name of a trace field', mailOf('Received-Words: x', ...header, ...body)],
  ])('changes with %s', (_what, raw) => {
    expect(keyOf(Buffer.from(raw))).not.toBe(keyOf(plain));
  });

  it('tells apart two mails without a Message-ID by their content', () => {
    const without = (text: string) => mailOf('From: ana@example.org', '', text);
    expect(keyOf(without('One'))).toBe(keyOf(without('One')));
    expect(keyOf(without('One'))).not.toBe(keyOf(without('Two')));
  });
});

describe('the identity of a sender', () => {
  const ana = identityKeyOf(accountId, 'ana@example.org');

  it.each([
    'From: ana@example.org',
    'From: "Pérez, Ana" <ANA@Example.ORG>',
    'from:\r\n =?utf-8?q?Ana?= (at home, "really" \\) <x@y>)\r\n <ana@example.org>',
    'FROM : <ana@example.org> (Ana)',
    'From: Friends: ana@example.org, ben@example.org;',
    'From: ana@example.org, ben@example.org',
    'From: "<trick@example.com>" <ana@example.org>',
    'From: ana@example.org\r\nFrom: ben@example.org',
  ])('is found in %j', (field) => {
    expect(identityOf(mailOf(field, 'Subject: x', '', 'x'))).toEqual(ana);
  });

  it('is the same for a domain in letters and in ASCII', () => {
    const [one, other] = ['From: a@münchen.example', 'From: a@xn--mnchen-3ya.example'];
    expect(identityOf(mailOf(one, '', 'x'))).toEqual(identityOf(mailOf(other, '', 'x')));
  });

  it.each(['From: nobody', 'From: <>', 'From: @', 'Subject: no sender', ''])(
    'is unknown in %j',
    (field) => {
      const unknown = identityKeyOf(accountId, 'unknown');
      expect(identityOf(mailOf(field, 'Subject: x', '', 'From: ana@example.org'))).toEqual(unknown);
    },
  );
});

describe('the envelope of a mail', () => {
  it('says by which door and when it came', () => {
    const internalDate = instantFromIso('2026-11-23T10:00:00Z');
    const contentTypeOf = (mailbox: string) =>
      mailEnvelope(plain, { accountId, internalDate, mailbox }).contentType;
    expect(mailEnvelope(plain, posted).contentType).toBe('message/rfc822');
    expect(contentTypeOf('Parks (north); x')).toBe(
      'message/rfc822; internaldate=2026-11-23T10:00:00.000Z; mailbox=Parks%20%28north%29%3B%20x',
    );
    expect(contentTypeOf('ü'.repeat(255))).toBe(
      'message/rfc822; internaldate=2026-11-23T10:00:00.000Z',
    );
  });

  it('carries the Message-ID where the database can hold it', () => {
    const idOf = (id: string) =>
      mailEnvelope(mailOf(`Message-ID:${id}`, '', 'x'), posted).providerId;
    expect(idOf('\r\n <one@example.org>\0')).toBe('<one@example.org>');
    expect(idOf(` <${'x'.repeat(300)}>`)).toBeNull();
    expect(idOf(' ')).toBeNull();
  });

  it('is made of any bytes, which it leaves alone', () => {
    const pieces = fc.constantFrom(
      'From: ',
      'Message-ID: ',
      '\r\n',
      '\n',
      ' ',
      ':',
      '<',
      '(',
      '"',
      '\\',
      'a@b',
    );
    const text = fc
      .array(fc.oneof(pieces, fc.string({ unit: 'binary' })))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const raw = Buffer.from(written);
        const before = Buffer.from(raw);
        const envelope = mailEnvelope(raw, posted);
        expect(envelope.dedupeKey).toHaveLength(32);
        expect(envelope.raw).toBe(raw);
        expect(raw.equals(before)).toBe(true);
      }),
    );
  });

  it.each([
    ['a million fields', 1_000_000, (size: number) => 'X: y\r\n'.repeat(size)],
    ['a million trace fields', 500_000, (size: number) => 'Received: y\r\nX: y\r\n'.repeat(size)],
    ['one line of 10 MB', 10_000_000, (size: number) => 'x'.repeat(size)],
    [
      'a sender of 10 MB of comments',
      5_000_000,
      (size: number) => `From: ${'(('.repeat(size)} a@b\r\n\r\n`,
    ],
    ['ten million line ends', 10_000_000, (size: number) => '\n'.repeat(size)],
    [
      'ten million continuation lines',
      3_000_000,
      (size: number) => `From: a${'\n b'.repeat(size)}`,
    ],
  ])('is made of %s in one pass', (_what, size, text) => {
    const rawOf = (length: number) => Buffer.from(text(length));
    expectWorkInProportion(size, rawOf, (raw) => mailEnvelope(raw, posted));
  });
});

import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

import {
  PrivateZone,
  signed,
  type SigningKey,
  signingKey,
} from '../../../../../test/support/email/private-zone.js';
import { FakeClock } from '../../../../../test/support/fakes/fake-clock.js';
import type { SenderCheck } from '../parsed-mail.js';
import { MailParser } from '../parsing/mail-parser.js';
import { checkSender } from './check-sender.js';
import { DnsAnswers } from './dns-answers.js';

// Parser processes start with the first mail, on a machine that may be busy.
jest.setTimeout(60_000);

const parser = new MailParser({ processes: 1 });
const goOn = new AbortController().signal;
const clock = new FakeClock();
let zone: PrivateZone;
let bank: SigningKey;

afterAll(() => parser.close());

beforeEach(() => {
  zone = new PrivateZone().text('_dmarc.bank.example', 'v=DMARC1; p=reject');
  bank = signingKey(zone, 'bank.example');
});

const mail = mailWith([]);

describe('a mail from a domain that wants forgeries refused', () => {
  it('passes when the domain signed it', async () => {
    expect(await check(await signed(mail, bank))).toEqual({
      result: 'pass',
      method: 'dkim',
      detail: 'bank.example',
    });
  });

  it('passes with line ends as a pipe of a mail server writes them', async () => {
    const raw = (await signed(mail, bank)).toString().replaceAll('\r\n', '\n');
    expect(await check(raw)).toMatchObject({ result: 'pass' });
  });

  it('passes when another domain of the same organisation signed it, unless that is excluded', async () => {
    const raw = await signed(mail, signingKey(zone, 'news.bank.example'));
    expect(await check(raw)).toMatchObject({ result: 'pass' });
    zone.text('_dmarc.bank.example', 'v=DMARC1; p=reject; adkim=s');
    expect(await check(raw)).toMatchObject({ result: 'fail' });
  });

  it.each([
    ['nobody signed it', () => Promise.resolve(Buffer.from(mail))],
    ['its words were altered', async () => altered(await signed(mail, bank), 'hydrant', 'cashbox')],
    ['its subject was altered', async () => altered(await signed(mail, bank), 'Leak', 'Loan')],
    ['only a stranger signed it', () => signed(mail, signingKey(zone, 'evil.example'))],
    ['words may follow what is signed', () => signed(mail, bank, { maxBodyLength: 5 })],
    ['its signature had ended', () => signed(mail, bank, { expires: new Date(clock.now() - 1) })],
    ['its key was withdrawn', async () => withdrawn(await signed(mail, bank))],
    ['the sender that is signed lies deep below the one that is read', () => underAnotherSender()],
  ])('fails when %s', async (_why, make) => {
    expect(await check(await make())).toMatchObject({ result: 'fail', method: 'dmarc' });
  });

  it('fails for its subdomains too', async () => {
    const raw = mail.replace('@bank.example', '@pay.bank.example');
    expect(await check(raw)).toMatchObject({ result: 'fail', detail: 'pay.bank.example' });
  });

  it('passes under a hundred signatures of strangers, none of which is asked for', async () => {
    const stranger = await signed(mail, signingKey(zone, 'evil.example'));
    const foreign = stranger.subarray(0, stranger.length - Buffer.byteLength(mail)).toString();
    const raw = (await signed(mail, bank)).toString();
    zone.asked.length = 0;
    expect(await check(foreign.repeat(40) + raw)).toMatchObject({ result: 'pass' });
    expect(zone.asked.filter((name) => name.includes('evil'))).toEqual([]);
  });

  it('asks for a handful of keys, however many signatures claim to be the domain’s', async () => {
    const claim = (at: number) =>
      `DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=s${at}; h=from; bh=AA==; b=AA==\r\n`;
    const claims = Array.from({ length: 100 }, (_, at) => claim(at)).join('');
    expect(await check(claims + mail)).toMatchObject({ result: 'fail' });
    expect(zone.asked.filter((name) => name.includes('_domainkey'))).toHaveLength(5);
  });

  it('passes unsigned when it came from an address of the domain, as our own server saw it', async () => {
    zone.text('bank.example', 'v=spf1 ip4:192.0.2.7 -all');
    expect(await check(received('192.0.2.7', 'mx.fairmill.example'))).toEqual({
      result: 'pass',
      method: 'spf',
      detail: 'bank.example',
    });
    expect(await check(received('192.0.2.8', 'mx.fairmill.example'))).toMatchObject({
      result: 'fail',
    });
    expect(await check(received('192.0.2.7', 'mx.evil.example'))).toMatchObject({ result: 'fail' });
  });
});

describe('a mail from a domain that refuses nothing', () => {
  it.each([
    ['no policy', undefined],
    ['one that only watches', 'v=DMARC1; p=none'],
    ['one that is tried out', 'v=DMARC1; p=reject; pct=0'],
    ['something that is none', 'v=DMARC1; hello'],
  ])('says nothing unsigned with %s', async (_what, policy) => {
    zone.set('_dmarc.bank.example', 'TXT', policy === undefined ? [] : [[policy]]);
    expect(await check(mail)).toEqual({ result: 'none', method: 'none', detail: 'no-policy' });
    expect(await check(await signed(mail, bank))).toMatchObject({ result: 'pass' });
  });
});

describe('name servers that do not answer', () => {
  it.each(['_dmarc.bank.example', 'mail._domainkey.bank.example'])(
    'leave open who wrote it when they fail for %s',
    async (name) => {
      const raw = altered(await signed(mail, bank), 'hydrant', 'cashbox');
      zone.set(name, 'TXT', 'fails');
      expect(await check(raw)).toEqual({ result: 'none', method: 'none', detail: 'temperror' });
    },
  );

  it('hold no mail up', async () => {
    zone.set('_dmarc.bank.example', 'TXT', 'silent');
    // A name server that is waited for never answers: the test's own time limit would end it.
    expect(await check(mail)).toMatchObject({ result: 'none', detail: 'temperror' });
  });

  it('of strangers decide nothing', async () => {
    const raw = await signed(mail, signingKey(zone, 'evil.example'));
    zone.set('mail._domainkey.evil.example', 'TXT', 'silent');
    expect(await check(raw)).toMatchObject({ result: 'fail' });
  });
});

it('says nothing of a mail with two writers, or none', async () => {
  const two = mail.replace('\r\n', ', bea@bank.example\r\n');
  const again = `From: bea@bank.example\r\n${mail}`;
  for (const raw of [two, again, '\r\nwords', 'From: ana\r\n\r\nwords']) {
    expect(await check(raw)).toMatchObject({ result: 'none', detail: 'no-single-sender' });
  }
});

function mailWith(fields: readonly string[]): string {
  return [
    'From: Ana <ana@bank.example>',
    'To: 311@fairmill.example',
    'Subject: Leak',
    'Message-ID: <1@bank.example>',
    ...fields,
    '',
    'The hydrant  leaks.',
    '',
  ].join('\r\n');
}

function received(ip: string, by: string): string {
  return [
    'Return-Path: <ana@bank.example>',
    `Received: from out.bank.example (out.bank.example [${ip}]) by ${by} with ESMTP`,
    mail,
  ].join('\r\n');
}

function altered(raw: Buffer, word: string, other: string): Buffer {
  return Buffer.from(raw.toString().replace(word, other));
}

function withdrawn(raw: Buffer): Buffer {
  zone.text('mail._domainkey.bank.example', 'v=DKIM1; p=');
  return raw;
}

/** More fields between the two than are read of any mail. */
async function underAnotherSender(): Promise<Buffer> {
  const raw = (await signed(mail, bank)).toString();
  const fields = 'X: y\r\n'.repeat(900) + 'To: 311@fairmill.example\r\n'.repeat(101);
  return Buffer.from(raw.replace('From:', `From: director@bank.example\r\n${fields}From:`));
}

async function check(content: string | Buffer): Promise<SenderCheck> {
  const raw = Buffer.from(content);
  const parsed = await parser.parse(raw, goOn);
  const dns = new DnsAnswers(zone.resolve, clock);
  const ourServers = ['mx.fairmill.example'];
  return checkSender({ mail: parsed, raw, at: clock.now() }, { dns, parser, ourServers }, goOn);
}

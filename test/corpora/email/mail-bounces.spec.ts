import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';

import type { ParsedMail } from '#channels/email/parsed-mail';
import { MailParser } from '#channels/email/parsing/mail-parser';
import { deliveryReportsOf } from '#channels/email/understanding/delivery-reports';
import { originFactsOf } from '#channels/email/understanding/origin-facts';
import { classifyOrigin, type MessageOrigin } from '#core/intake/message-origin';

import { testdata } from '../testdata.js';
import { mailBytes, mailFiles } from './mail-files.js';

jest.setTimeout(300_000);

const BOUNCES = 'mail/bounces-sisimai';
const OTHERS = ['mikel-mail', 'made-here', 'flanker', 'mailparser', 'mimekit'];
/** Of the other folders, these hold reports on mail that did not arrive. */
const REPORTS_AMONG_OTHERS =
  /bounce|multipart_report_emails\/|delivery-status|mime_emails\/raw_email_with_mimepart_without/;

const expectations = z
  .record(z.string(), z.array(z.object({ reason: z.string(), hardBounce: z.boolean() })))
  .parse(JSON.parse(readFileSync(testdata(`${BOUNCES}/expected.json`), 'utf8')));

interface Outcome {
  readonly file: string;
  readonly expected: MessageOrigin;
  readonly origin: MessageOrigin;
  readonly hardnessRight: boolean;
  readonly reasonsRight: boolean;
}

const goOn = new AbortController().signal;
const parser = new MailParser();
const outcomes: Outcome[] = [];
const others: { readonly file: string; readonly origin: MessageOrigin }[] = [];

beforeAll(async () => {
  for (const file of Object.keys(expectations)) outcomes.push(await outcomeOf(file));
  for (const folder of OTHERS.map((name) => `mail/${name}`)) {
    for (const file of mailFiles(folder)) {
      const mail = await parser.parse(mailBytes(folder, file), goOn);
      others.push({ file: `${folder}/${file}`, origin: originOf(mail) });
    }
  }
  printTable();
});
afterAll(() => parser.close());

describe('The bounces of some seventy mail systems', () => {
  it('are recognised, at least 96 in 100', () => {
    expect(share(bounces(), ({ origin }) => origin === 'bounce')).toBeGreaterThanOrEqual(0.96);
  });

  it('are told hard from soft for every recipient, at least 92 in 100', () => {
    expect(share(bounces(), ({ hardnessRight }) => hardnessRight)).toBeGreaterThanOrEqual(0.92);
  });

  it('are not seen in any other mail', () => {
    const alarms = others.filter(({ origin }) => /^(?:bounce|delivery-report)$/.test(origin));
    expect(alarms.filter(({ file }) => !REPORTS_AMONG_OTHERS.test(file))).toEqual([]);
    expect(others.length).toBeGreaterThan(150);
  });
});

describe('The mails of the same collection that are no bounces', () => {
  it.each<MessageOrigin>(['auto-reply', 'complaint', 'person'])('are recognised: %s', (origin) => {
    const these = outcomes.filter(({ expected }) => expected === origin);
    expect(these.filter((outcome) => outcome.origin !== origin)).toEqual([]);
    expect(these.length).toBeGreaterThan(1);
  });
});

describe('The mails written here with signs of a program', () => {
  it('are answered by nobody automatically, and a person is', () => {
    const stated = z
      .record(z.string(), z.object({ suppressAutoReply: z.boolean().optional() }))
      .parse(JSON.parse(readFileSync(testdata('mail/made-here/expected.json'), 'utf8')));
    for (const [name, { suppressAutoReply: automatic }] of Object.entries(stated)) {
      const origin = others.find(({ file }) => file === `mail/made-here/${name}`)?.origin;
      if (automatic !== undefined) expect([name, origin !== 'person']).toEqual([name, automatic]);
    }
  });
});

async function outcomeOf(file: string): Promise<Outcome> {
  const mail = await parser.parse(mailBytes(BOUNCES, file), goOn);
  const reports = deliveryReportsOf(mail);
  const stated = expectations[file] ?? [];
  return {
    file,
    expected: expectedOrigin(stated[0]?.reason),
    origin: originOf(mail),
    hardnessRight: sameAs(
      stated.map(({ hardBounce }) => hardBounce),
      reports.map(({ hard }) => hard),
    ),
    reasonsRight: sameAs(
      stated.map(({ reason }) => reason),
      reports.map(({ reason }) => reason),
    ),
  };
}

function expectedOrigin(reason: string | undefined): MessageOrigin {
  if (reason === undefined) return 'person';
  if (reason === 'vacation') return 'auto-reply';
  return reason === 'feedback' ? 'complaint' : 'bounce';
}

function originOf(mail: ParsedMail): MessageOrigin {
  return classifyOrigin(originFactsOf(mail, []));
}

function sameAs(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.map(String).sort().join(' ') === others.map(String).sort().join(' ');
}

function bounces(): readonly Outcome[] {
  return outcomes.filter(({ expected }) => expected === 'bounce');
}

function share(all: readonly Outcome[], has: (outcome: Outcome) => boolean): number {
  return all.filter(has).length / all.length;
}

function printTable(): void {
  const row = (words: string, has: (outcome: Outcome) => boolean): string => {
    const count = bounces().filter(has).length;
    const percent = ((100 * count) / bounces().length).toFixed(1);
    return `${words.padEnd(28)} ${count} of ${bounces().length}  ${percent} %`;
  };
  const missed = bounces().filter(({ origin }) => origin !== 'bounce');
  console.log(
    [
      row('bounces recognised', ({ origin }) => origin === 'bounce'),
      row('hard or soft right', ({ hardnessRight }) => hardnessRight),
      row('reason right', ({ reasonsRight }) => reasonsRight),
      `other mails looked at         ${others.length}`,
      `not recognised: ${missed.map(({ file }) => file).join(', ')}`,
    ].join('\n'),
  );
}

import { readFileSync } from 'node:fs';

import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { MailParser } from '#channels/email/parsing/mail-parser';
import { visibleTextOf } from '#channels/email/understanding/visible-text';

import { testdata } from '../testdata.js';
import { mailBytes } from './mail-files.js';

const FOLDER = 'reply-parsing';
const regularExpressions = z.array(z.string()).default([]);
const plain = z.record(
  z.string(),
  z.object({
    visible_text: z.string().optional(),
    first_fragment: z.string().optional(),
    visible_matches: regularExpressions,
    visible_must_not_match: regularExpressions,
    fragment_matches: z.record(z.string(), z.array(z.string())).default({}),
    quoted: z.array(z.boolean()).default([]),
    hidden: z.array(z.boolean()).default([]),
  }),
);
const talon = z.record(
  z.string(),
  z.object({
    reply_text: z.string().optional(),
    reply_text_ignoring_whitespace: z.string().optional(),
    body_file: z.string().optional(),
    signature_file: z.string().optional(),
  }),
);
type Stated = z.output<typeof plain>[string];

interface Check {
  readonly file: string;
  /** What is wrong; empty where all that is stated holds. */
  readonly faults: readonly string[];
}

const goOn = new AbortController().signal;
const parser = new MailParser();
afterAll(() => parser.close());

describe('The visible text of answers that others collected', () => {
  it('is as they state it, at least 95 in 100, and no typed word is lost', async () => {
    const checks = [...plainChecks('crisp'), ...plainChecks('github'), ...(await talonChecks())];
    const failed = checks.filter(({ faults }) => faults.length > 0);
    const right = checks.length - failed.length;
    const shown = failed.map(({ file, faults }) => `  ${file}: ${faults.join('; ')}`);
    const percent = ((100 * right) / checks.length).toFixed(1);
    console.log(
      [`visible texts right ${right} of ${checks.length}  ${percent} %`, ...shown].join('\n'),
    );
    expect(right / checks.length).toBeGreaterThanOrEqual(0.95);
    expect(failed.filter(({ faults }) => faults.some((fault) => fault.startsWith('lost')))).toEqual(
      [],
    );
  });

  it('keeps every word of a body of which only the signature is known', () => {
    for (const [file, { body_file: body }] of Object.entries(talonExpectations())) {
      if (body === undefined) continue;
      const text = textFile(`talon/signature/${body}`);
      const typed = text.split('\n').filter((line) => !line.startsWith('#sig#'));
      const signature = textFile(`talon/signature/${body.replace('_body', '_signature')}`);
      const own = typed.join('\n').replace(signature.trim() || '#none#', '');
      const visible = visibleTextOf({ text: text.replaceAll('#sig#', ''), html: null });
      expect([file, squeezed(visible)]).toEqual([file, expect.stringContaining(squeezed(own))]);
    }
  });
});

function plainChecks(source: string): Check[] {
  const expectations = plain.parse(JSON.parse(textFile(`${source}/expected.json`)));
  return Object.entries(expectations).map(([file, stated]) => {
    const visible = visibleTextOf({ text: textFile(`${source}/${file}`), html: null });
    return { file: `${source}/${file}`, faults: faultsOf(visible, stated) };
  });
}

function faultsOf(visible: string, stated: Stated): string[] {
  const whole = stated.visible_text ?? stated.first_fragment;
  const shows = (pattern: string): boolean => new RegExp(pattern, 'm').test(visible);
  return [
    ...(whole === undefined ? [] : differences(squeezed(visible), squeezed(whole))),
    ...stated.visible_matches.filter((pattern) => !shows(pattern)).map((p) => `lost ${p}`),
    ...stated.visible_must_not_match.filter(shows).map((pattern) => `shows ${pattern}`),
    ...fragmentFaults(stated, shows),
  ];
}

/** A quotation that is hidden may look like one that is answered and therefore stays. */
function fragmentFaults(stated: Stated, shows: (pattern: string) => boolean): string[] {
  return Object.entries(stated.fragment_matches).flatMap(([number, patterns]) => {
    const hidden = stated.hidden[Number(number)] ?? number !== '0';
    if (!hidden) return patterns.filter((pattern) => !shows(pattern)).map((p) => `lost ${p}`);
    const mayStay = stated.quoted[Number(number)] === true && stated.quoted.includes(true);
    return mayStay ? [] : patterns.filter(shows).map((pattern) => `shows ${pattern}`);
  });
}

async function talonChecks(): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [file, stated] of Object.entries(talonExpectations())) {
    const unspaced = stated.reply_text_ignoring_whitespace;
    if (stated.reply_text !== undefined) {
      const mail = await parser.parse(mailBytes(`${FOLDER}/talon`, file), goOn);
      const faults = differences(squeezed(visibleTextOf(mail)), squeezed(stated.reply_text));
      checks.push({ file, faults: faults.map(withoutDeviceLine) });
    } else if (unspaced !== undefined) {
      const html = mailBytes(`${FOLDER}/talon`, file);
      const header = 'Content-Type: text/html; charset=utf-8\r\n\r\n';
      const mail = await parser.parse(Buffer.concat([Buffer.from(header), html]), goOn);
      for (const visible of [visibleTextOf(mail), visibleTextOf({ text: '', html: mail.html })]) {
        const [own, theirs] = [visible, unspaced].map((text) => text.replaceAll(/\s/g, ''));
        checks.push({ file, faults: differences(own ?? '', theirs ?? '') });
      }
    }
  }
  return checks;
}

function talonExpectations(): z.output<typeof talon> {
  return talon.parse(JSON.parse(textFile('talon/expected.json')));
}

function differences(visible: string, stated: string): string[] {
  if (visible === stated) return [];
  return [visible.includes(stated) ? `more than stated` : `lost: ${visible.slice(0, 60)}`];
}

/** One source keeps the line that a telephone adds, another hides it; nobody typed it. */
function withoutDeviceLine(fault: string): string {
  return fault === 'lost: Hello' ? 'without the line of the telephone' : fault;
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function textFile(path: string): string {
  return readFileSync(testdata(`${FOLDER}/${path}`), 'utf8');
}

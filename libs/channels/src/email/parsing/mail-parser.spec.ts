import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { MailParser } from './mail-parser.js';
import type { ParserLimits } from './parser-limits.js';

jest.setTimeout(30_000);

const goOn = new AbortController().signal;
const raw = Buffer.from('From: Ana <ana@example.org>\r\nSubject: Bench\r\n\r\nWords.');
/** Looks closed and is not: the HTML parser needs the square of its depth. */
const occupying = '<b><!--</b>-->'.repeat(60_000);
const opened: MailParser[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((parser) => parser.close()));
});

describe('the mail parser', () => {
  it('reads many mails at once and mixes none of them up', async () => {
    const parser = open({ processes: 2, mailsPerProcess: 5 });
    const subjects = Array.from({ length: 12 }, (_, at) => `Bench ${at}`);
    const mails = await Promise.all(
      subjects.map((subject) => parser.parse(Buffer.from(`Subject: ${subject}\n\nWords.`), goOn)),
    );
    expect(mails.map((mail) => mail.subject)).toEqual(subjects);
  });

  it('reads only the header section of a mail that is too large', async () => {
    const mail = await open({ mailBytes: 50 }).parse(raw, goOn);
    expect(mail).toMatchObject({ subject: 'Bench', text: '', defects: ['body-not-read'] });
    expect(mail.from).toEqual([{ name: 'Ana', address: 'ana@example.org' }]);
  });

  it('kills a process that a mail occupies, and gives a value all the same', async () => {
    const mail = Buffer.from(`Subject: Bench\nContent-Type: text/html\n\n${occupying}`);
    const { defects, text } = await open({ timeMs: 300 }).parse(mail, goOn);
    expect(defects).toContain('body-not-read');
    expect(text).toBe('');
  });

  it('gives a value even where no process gets as far as reading', async () => {
    const mail = await open({ startMs: 1 }).parse(raw, goOn);
    expect(mail.defects).toEqual(['body-not-read', 'header-not-read']);
  });

  it('kills a process that takes too much memory over a mail', async () => {
    const mail = await open({ readingBytes: 1 }).parse(raw, goOn);
    expect(mail.defects).toContain('body-not-read');
  });

  it('reads the next mail after a process was killed', async () => {
    const parser = open({ processes: 1 });
    const stopped = new AbortController();
    const given = parser.parse(raw, stopped.signal);
    const waiting = parser.parse(raw, goOn);
    stopped.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    expect((await waiting).subject).toBe('Bench');
  });

  it('says nothing about a mail when it is asked to stop before it begins', async () => {
    const parser = open({ processes: 1 });
    const stopped = new AbortController();
    const first = parser.parse(raw, goOn);
    const queued = parser.parse(raw, stopped.signal);
    stopped.abort(new Error('enough'));
    await expect(queued).rejects.toThrow('enough');
    expect((await first).subject).toBe('Bench');
  });

  it('refuses mails once it is closed', async () => {
    const parser = open();
    const given = parser.parse(raw, goOn);
    await Promise.all([expect(given).rejects.toThrow('closed'), parser.close()]);
    await expect(parser.parse(raw, goOn)).rejects.toThrow('closed');
  });

  it('hands out the bytes of an attachment', async () => {
    const mail = Buffer.from('Content-Type: image/png; name=a.png\n\nbytes');
    const parser = open();
    expect(await parser.attachment(mail, 0, goOn)).toEqual({
      bytes: Buffer.from('bytes'),
      contentType: 'image/png',
    });
    expect(await parser.attachment(mail, 1, goOn)).toBeNull();
  });

  it('makes HTML safe away from this process', async () => {
    expect(await open().safeHtml('<p onclick="x()">Words.</p>', goOn)).toBe('<p>Words.</p>');
    expect(await open({ timeMs: 300 }).safeHtml(occupying, goOn)).toBeNull();
  });

  it('keeps no program alive once its mails are read', async () => {
    const { stdout } = await run(
      `const { MailParser } = await import('${module('./mail-parser.ts')}');
       const mail = await new MailParser().parse(Buffer.from('Subject: Bench'), new AbortController().signal);
       process.stdout.write(mail.subject);`,
    );
    expect(stdout).toBe('Bench');
  });
});

function open(limits: Partial<ParserLimits> = {}): MailParser {
  const parser = new MailParser(limits);
  opened.push(parser);
  return parser;
}

function run(program: string) {
  const loader = module('../../../../../scripts/typescript.mjs');
  const given = ['--import', loader, '--input-type=module', '--eval', program];
  return promisify(execFile)(process.execPath, given, {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    timeout: 20_000,
  });
}

function module(path: string): string {
  return new URL(path, import.meta.url).href;
}

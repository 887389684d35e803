import { describe, expect, it } from '@jest/globals';

import { boundSource, headerSection } from './bounded-source.js';
import { readMail } from './read-mail.js';

const head = 'From: Ana <ana@example.org>\r\nSubject: Bench\r\n';

describe('the bounds of a mail before it is parsed', () => {
  it('leave an ordinary mail as it is', () => {
    const raw = Buffer.from(`${head}\r\nWords.\r\n`);
    expect(boundSource(raw)).toEqual({ source: raw, defects: [] });
  });

  it('turn bare line feeds into line ends, and keep those that are complete', () => {
    const { source } = boundSource(Buffer.from('Subject: a\n\none\r\ntwo\nthree'));
    expect(source.toString()).toBe('Subject: a\r\n\r\none\r\ntwo\r\nthree');
  });

  it('take off the line that a mailbox file puts before a mail', () => {
    const { source } = boundSource(Buffer.from(`From ana Mon Nov 23\n${head}\r\nWords.`));
    expect(source.toString()).toMatch(/^From: Ana/);
  });

  it('find sender and subject behind a million other fields', async () => {
    const noise = 'X-Noise: n\r\n'.repeat(1_000_000);
    const { source, defects } = boundSource(Buffer.from(`${noise}${head}\r\nWords.`));
    const { mail } = await readMail(source);
    expect(defects).toEqual(['headers-cut']);
    expect(mail).toMatchObject({ subject: 'Bench', text: 'Words.' });
    expect(mail.from).toEqual([{ name: 'Ana', address: 'ana@example.org' }]);
    expect(mail.headers.length).toBeLessThanOrEqual(1_000);
  });

  it('cut a field of ten million characters, and not the words behind it', async () => {
    const { source, defects } = boundSource(
      Buffer.from(`${head}X-Long: ${'a'.repeat(10_000_000)}\r\n\r\nWords.`),
    );
    expect(defects).toEqual(['headers-cut']);
    expect((await readMail(source)).mail.text).toBe('Words.');
  });

  it('read a field that was folded into a million lines', async () => {
    const { source } = boundSource(
      Buffer.from(`${head}X-Folded: a${'\r\n b'.repeat(1_000_000)}\r\n\r\nWords.`),
    );
    expect((await readMail(source)).mail.text).toBe('Words.');
  });

  it('look at some thousand of ten thousand parts', () => {
    const parts = '--x\r\n\r\nhi\r\n'.repeat(10_000);
    const raw = `${head}Content-Type: multipart/mixed; boundary=x\r\n\r\n${parts}--x--\r\n`;
    const { source, defects } = boundSource(Buffer.from(raw));
    expect(defects).toEqual(['parts-cut']);
    expect(source.toString().split('--x\r\n').length).toBeGreaterThan(3_000);
    expect(source.length).toBeLessThan(raw.length / 2);
  });

  it('do not mistake lines of dashes for parts', () => {
    const raw = Buffer.from(`${head}\r\n${'--\r\n--dashes\r\n'.repeat(20_000)}`);
    expect(boundSource(raw)).toEqual({ source: raw, defects: [] });
  });

  it('reach the words at depth 1,000 and stop far below', async () => {
    const { source, defects } = boundSource(nested(1_000));
    expect(defects).toEqual([]);
    expect((await readMail(source)).mail.text.trim()).toBe('deep words');
    expect(boundSource(nested(5_000)).defects).toEqual(['parts-cut']);
  });

  it('guess the charset of header bytes from the one of the body', () => {
    const raw = Buffer.concat([
      Buffer.from('Content-Type: text/plain; charset=koi8-r\r\nSubject: '),
      Buffer.from([0xd1, 0xcd, 0xc1]),
      Buffer.from('\r\n\r\n'),
    ]);
    const { source, defects } = boundSource(raw);
    expect(source.toString()).toContain('Subject: яма');
    expect(defects).toEqual(['header-charset-guessed']);
  });

  it('tell where the header section ends', () => {
    expect(headerSection(Buffer.from('A: 1\n\nB: 2\n\nx')).toString()).toBe('A: 1');
    expect(headerSection(Buffer.from('\r\nA: 1')).toString()).toBe('');
    expect(headerSection(Buffer.from('A: 1')).toString()).toBe('A: 1');
  });
});

function nested(depth: number): Buffer {
  let raw = `${head}Content-Type: multipart/mixed; boundary=b0\r\n\r\n`;
  for (let level = 0; level < depth; level += 1) {
    raw += `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`;
  }
  return Buffer.from(`${raw}--b${depth}\r\n\r\ndeep words\r\n`);
}

import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import type { ParsedMail } from '../parsed-mail.js';
import { boundSource } from './bounded-source.js';
import { readMail } from './read-mail.js';

describe('reading a mail', () => {
  it('lists attachments with name, type, size and hash, in the order of their parts', async () => {
    const mail = await read(
      'Content-Type: multipart/mixed; boundary=m\n\n--m\n\nWords.\n' +
        '--m\nContent-Type: application/pdf; name="../../a.pdf"\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n' +
        '--m\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx\n--m--\n',
    );
    expect(mail.text).toBe('Words.');
    expect(mail.attachments).toEqual([
      {
        index: 0,
        filename: 'a.pdf',
        contentType: 'application/pdf',
        size: 5,
        sha256: createHash('sha256').update('hello').digest('hex'),
        inline: false,
      },
      expect.objectContaining({ index: 1, contentType: 'application/ms-tnef' }),
    ]);
  });

  it('gives the bytes of the one attachment that is asked for', async () => {
    const { source } = boundSource(
      Buffer.from(
        'Content-Type: multipart/mixed; boundary=m\n\n--m\n\nWords.\n--m\nContent-Type: a/b\n\none\n--m\nContent-Type: c/d\n\ntwo\n--m--\n',
      ),
    );
    const { wanted } = await readMail(source, 1);
    expect(wanted).toEqual({ bytes: Buffer.from('two'), contentType: 'c/d' });
    expect((await readMail(source, 2)).wanted).toBeNull();
  });

  it('knows pictures within the HTML from those beside it', async () => {
    const image = (id: string) =>
      `--m\nContent-Type: image/png\nContent-ID: <${id}>\nContent-Disposition: inline\n\nx\n`;
    const mail = await read(
      `Content-Type: multipart/related; boundary=m\n\n--m\nContent-Type: text/html\n\n<img src="cid:shown">Words.\n${image('shown')}${image('beside')}--m--\n`,
    );
    expect(mail.attachments.map(({ inline }) => inline)).toEqual([true, false]);
    expect(mail.html).toContain('cid:shown');
    expect(mail.text).toContain('Words.');
  });

  it('takes the words from HTML that is the only one of several alternatives', async () => {
    const mail = await read(
      'Content-Type: multipart/alternative; boundary=m\n\n--m\nContent-Type: text/html\n\n<p>Only <b>here</b>.</p>\n--m--\n',
    );
    expect(mail.text).toBe('Only here.');
  });

  it('keeps such words when a mailing list adds its footer', async () => {
    const mail = await read(
      'Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/html\n\n<p>Only here.</p>\n--i--\n--o\n\nThe footer.\n--o--\n',
    );
    expect(mail.text).toBe('Only here.\nThe footer.');
  });

  it('prefers plain words to their HTML, and takes both where they are no alternatives', async () => {
    const parts = '--m\n\nPlain.\n--m\nContent-Type: text/html\n\n<p>Rich &ntilde;.</p>\n--m--\n';
    const alternative = await read(`Content-Type: multipart/alternative; boundary=m\n\n${parts}`);
    expect(alternative.text).toBe('Plain.');
    const mixed = await read(`Content-Type: multipart/mixed; boundary=m\n\n${parts}`);
    expect(mixed.text).toBe('Plain.\nRich ñ.');
  });

  it('takes no words from scripts, and none from where links lead', async () => {
    const mail = await read(
      'Content-Type: text/html\n\n<p>Hi<script>alert(1)</script><a href="javascript:x()">!</a></p>',
    );
    expect(mail.text).toBe('Hi!');
  });

  it('keeps the words of HTML that is nested too deep to be converted', async () => {
    const mail = await read(`Content-Type: text/html\n\n${'<b>'.repeat(5_000)}Words.`);
    expect(mail.text).toBe('Words.');
  });

  it('finds the words behind a picture that is written into the HTML', async () => {
    const picture = `<img src="data:image/png;base64,${'A'.repeat(2_000_000)}">`;
    const mail = await read(`Content-Type: text/html\n\n<p>Before${picture}after.</p>`);
    expect(mail).toMatchObject({ text: 'Before after.', defects: [] });
  });

  it('says when HTML is too long to be turned into text', async () => {
    const mail = await read(`Content-Type: text/html\n\n${'<p>Words.</p>\n'.repeat(50_000)}`);
    expect(mail.defects).toEqual(['text-cut']);
    expect(mail.text.length).toBeGreaterThan(200_000);
  });

  it('leaves a forwarded mail closed and lists it', async () => {
    const mail = await read(
      'Content-Type: multipart/mixed; boundary=m\n\n--m\n\nSee below.\n--m\nContent-Type: message/rfc822\nContent-Disposition: inline\n\nSubject: inner\n\nInner words.\n--m--\n',
    );
    expect(mail.text.trim()).toBe('See below.');
    expect(mail.attachments.map(({ contentType }) => contentType)).toEqual(['message/rfc822']);
  });

  it('reads a delivery report for programs, not as words or as a file', async () => {
    const mail = await read(
      'Content-Type: multipart/report; boundary=m\n\n--m\n\nSorry.\n--m\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n--m\nContent-Type: text/rfc822-headers\n\nMessage-ID: <a@b>\n--m--\n',
    );
    expect(mail.text).toBe('Sorry.');
    expect(mail.reports).toEqual([
      { contentType: 'message/delivery-status', text: 'Status: 5.1.1' },
      { contentType: 'text/rfc822-headers', text: 'Message-ID: <a@b>' },
    ]);
    expect(mail.attachments.map(({ contentType }) => contentType)).toEqual(['text/rfc822-headers']);
  });

  it('reads every address of two From fields and of a group', async () => {
    const mail = await read('From: a@example.org\nFrom: G: b@example.org, C <c@example.org>;\n\n');
    expect(mail.from.map(({ address }) => address)).toEqual([
      'a@example.org',
      'b@example.org',
      'c@example.org',
    ]);
  });

  it('finds the address behind a hundred thousand characters of comments', async () => {
    const comments = '(a)'.repeat(33_000);
    const mail = await read(`From: ${comments} ana@example.org ${comments}\n\nWords.`);
    expect(mail.from.map(({ address }) => address)).toEqual(['ana@example.org']);
  });

  it('takes ids in brackets, and those whose program forgot the brackets', async () => {
    const mail = await read(
      'Message-ID: <a@b> (added by a relay)\nIn-Reply-To: "Your message" <c@d>\nReferences: e@f g@h\n\n',
    );
    expect(mail).toMatchObject({
      messageId: '<a@b>',
      inReplyTo: ['<c@d>'],
      references: ['<e@f>', '<g@h>'],
    });
  });

  it('says null where there is no id and no date that can be read', async () => {
    expect(await read('Date: someday\n\n')).toMatchObject({ messageId: null, date: null });
  });

  it('cuts ten million characters of text and says so', async () => {
    const mail = await read(`Subject: long\n\n${'a'.repeat(10_000_000)}`);
    expect(mail.text).toHaveLength(1_000_000);
    expect(mail.defects).toEqual(['text-cut']);
  });

  it('gives plain data without null bytes and lone surrogates', async () => {
    const mail = await read('Subject: =?utf-16?Q?=D8=00?= a\0b\nX: \0\n\na\0b');
    expect(JSON.parse(JSON.stringify(mail))).toEqual(mail);
    expect(JSON.stringify(mail)).not.toMatch(/\\u0000|\\ud8/i);
  });
});

async function read(raw: string): Promise<ParsedMail> {
  const { source } = boundSource(Buffer.from(raw));
  return (await readMail(source)).mail;
}

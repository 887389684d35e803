import { Readable } from 'node:stream';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SendMailOptions } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';

import { renderMail } from './render-mail.js';

const mail: SendMailOptions = {
  from: { name: 'Fairmill 311', address: '311@fairmill.example' },
  to: 'ana@example.org',
  subject: 'Straßenlampe',
  messageId: '<a@fairmill.example>',
  date: new Date(0),
  baseBoundary: 'b',
};
const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(fc.constantFrom('a', '=', ' ', '\n', '\r\n', '.', 'ü', 'long'.repeat(30)), {
      maxLength: 40,
    })
    .map((parts) => parts.join('')),
);

describe('rendering a mail', () => {
  it('says what the library would say, whatever the words are', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (text, html) => {
        const both = { ...mail, text, html };
        const rendered = renderMail(both)?.toString('latin1') ?? '';
        expect(unbroken(rendered)).toBe(unbroken(await asTheLibrary(both)));
        expect(rendered.split(/\r?\n/).filter((line) => line.length > 76)).toEqual([]);
      }),
    );
  });

  it('does so for a mail of one part, and for one with files', async () => {
    const plain = { ...mail, text: 'Words.' };
    const files = {
      ...mail,
      text: 'Words.\n',
      html: '<p>Wörter.</p>\n',
      attachments: [
        { filename: 'plan ü.pdf', content: Buffer.from([...Array(256).keys()]) },
        { filename: 'empty.txt', content: '' },
      ],
    };
    for (const one of [plain, files])
      expect(renderMail(one)?.toString('latin1')).toBe(await asTheLibrary(one));
  });

  it('leaves a mail to the library whose parts have to be read from elsewhere', () => {
    const attachments = [{ filename: 'a.pdf', content: Readable.from(['bytes']) }];
    expect(renderMail({ ...mail, text: 'Words.', attachments })).toBeNull();
  });
});

/** The library's stream breaks the lines of quoted-printable in places of its own (RFC 2045 §6.7). */
function unbroken(mail: string): string {
  return mail.replaceAll('=\r\n', '');
}

async function asTheLibrary(options: SendMailOptions): Promise<string> {
  const bytes = await new MailComposer(options).compile().build();
  return bytes.toString('latin1');
}

import { describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';

import { composeMail, type NewMail } from './compose.js';

const at = new Date('2026-03-02T14:00:00Z');
const mail: NewMail = {
  from: 'ana@citizen.example',
  to: '311@fairmill.example',
  subject: 'Lámpara rota in Élm Street',
  text: 'The light is out.\nSince Monday – really.\n',
  answers: null,
  attachments: [],
};

describe('A mail of a citizen', () => {
  it('is read by a parser as it was written', async () => {
    const { raw, messageId } = await composeMail(mail, at);
    const parsed = await simpleParser(raw);
    expect(parsed.from?.text).toBe('ana@citizen.example');
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.text).toBe(mail.text);
    expect(parsed.date).toEqual(at);
    expect(parsed.messageId).toBe(messageId);
    expect([parsed.inReplyTo, parsed.references]).toEqual([undefined, undefined]);
  });

  it('names what it answers as mail programs do', async () => {
    const answers = { messageId: '<2@town.example>', references: ['<1@citizen.example>'] };
    const parsed = await simpleParser((await composeMail({ ...mail, answers }, at)).raw);
    expect(parsed.inReplyTo).toBe('<2@town.example>');
    expect(parsed.references).toEqual(['<1@citizen.example>', '<2@town.example>']);
  });

  it('carries the marks of the mail system above its own header', async () => {
    const { raw } = await composeMail(mail, at);
    const names = (await simpleParser(raw)).headerLines.map(({ key }) => key).slice(0, 3);
    expect(names).toEqual(['return-path', 'received', 'authentication-results']);
    expect(raw.toString()).toContain('dmarc=pass header.from=citizen.example\r\n');
  });

  it('carries a file byte by byte', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 46, 13, 10]);
    const attachments = [{ filename: 'føto.png', contentType: 'image/png', bytes }];
    const parsed = await simpleParser((await composeMail({ ...mail, attachments }, at)).raw);
    expect(parsed.attachments).toHaveLength(1);
    expect(parsed.attachments[0]).toMatchObject({ filename: 'føto.png', content: bytes });
  });

  it('never lets words become a header', async () => {
    const subject = 'Hello\r\nBcc: everybody@elsewhere.example';
    const parsed = await simpleParser((await composeMail({ ...mail, subject }, at)).raw);
    expect(parsed.bcc).toBeUndefined();
  });
});

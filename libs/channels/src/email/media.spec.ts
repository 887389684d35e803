import { describe, expect, it } from '@jest/globals';

import { fetchMedia, mediaReference } from './media.js';
import { MailParser } from './parsing/mail-parser.js';

const goOn = new AbortController().signal;
const mail = Buffer.from(
  'Content-Type: multipart/mixed; boundary=m\n\n--m\n\nWords.\n--m\nContent-Type: image/png\n\nbytes\n--m--\n',
);
const stored = () => Promise.resolve(mail);

describe('media of a mail', () => {
  it('are found within the stored mail, by their place', async () => {
    const parser = new MailParser();
    expect(await fetchMedia(parser, mediaReference(0), goOn, stored)).toEqual({
      kind: 'fetched',
      bytes: Buffer.from('bytes'),
      contentType: 'image/png',
    });
    const beyond = await fetchMedia(parser, mediaReference(1), goOn, stored);
    expect(beyond).toMatchObject({ kind: 'gone' });
    await parser.close();
  });

  it.each(['', 'part:', 'part:-1', 'part:1e3', 'part:99999', 'https://example.org/x'])(
    'never come from %j',
    async (reference) => {
      const found = await fetchMedia(new MailParser(), reference, goOn, stored);
      expect(found).toEqual({ kind: 'gone', reason: 'no such reference' });
    },
  );

  it('are gone with the mail', async () => {
    const none = () => Promise.resolve(null);
    const found = await fetchMedia(new MailParser(), 'part:0', goOn, none);
    expect(found).toEqual({ kind: 'gone', reason: 'the mail is missing or altered' });
  });
});

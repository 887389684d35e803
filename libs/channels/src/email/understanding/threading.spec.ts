import { describe, expect, it } from '@jest/globals';

import { ownMessageId } from '../own-mail.js';
import { unreadMail } from '../parsing/unread-mail.js';
import { threadingOf } from './threading.js';

const town = '311@fairmill.example';
const token = 'fm260048173.abcdefghijklmnopqrst';
const ownId = ownMessageId(token, '01938c00-0000-7000-9000-000000000001' as never, town);

describe('what connects a mail with earlier ones', () => {
  it('finds the token in every place where a mail names its receiver', () => {
    const address = `311+${token}@fairmill.example`;
    const places = [
      { to: [{ name: '', address: address.toUpperCase() }] },
      { cc: [{ name: 'Town', address }] },
      { headers: [['delivered-to', `<${address}>`] as const] },
      { headers: [['x-original-to', address] as const] },
    ];
    for (const place of places) {
      expect(threadingOf({ ...unreadMail, ...place }, town).replyTokens).toEqual([token]);
    }
  });

  it('finds the token in an id of ours, and names it once', () => {
    const mail = { ...unreadMail, inReplyTo: [ownId], references: ['<a@b>', ownId] };
    expect(threadingOf(mail, town)).toEqual({ replyTokens: [token], repliesTo: [ownId, '<a@b>'] });
  });

  it('takes no token of another town or shape', () => {
    const addresses = [
      `311+${token}@fairmill.example.evil.example`,
      `999+${token}@fairmill.example`,
      `311+${token}x@fairmill.example`,
      '311+fm260048173@fairmill.example',
    ];
    const to = addresses.map((address) => ({ name: '', address }));
    const mail = { ...unreadMail, to, inReplyTo: [`${ownId}x`, ownId.replace('@', '@x.')] };
    expect(threadingOf(mail, town).replyTokens).toEqual([]);
  });

  it('names the answered mails newest first, at most fifty', () => {
    const references = Array.from({ length: 1_000 }, (_, at) => `<${at}@b>`);
    const { repliesTo } = threadingOf({ ...unreadMail, inReplyTo: ['<999@b>'], references }, town);
    expect(repliesTo).toHaveLength(50);
    expect(repliesTo.slice(0, 3)).toEqual(['<999@b>', '<998@b>', '<997@b>']);
  });

  it('leaves out ids that no mail can have', () => {
    const mail = { ...unreadMail, references: [`<${'a'.repeat(600)}@b>`, '<c@d>'] };
    expect(threadingOf(mail, town).repliesTo).toEqual(['<c@d>']);
  });
});

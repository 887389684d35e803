import { describe, expect, it } from '@jest/globals';

import { Mailbox, type Writer } from './mailbox.js';
import type { ReadMail } from './read-mail.js';

const at = '2026-03-02T14:00:00.000Z';

describe('The mailbox', () => {
  it('joins to a thread what names one of its mails, and shows the newest thread first', () => {
    const mailbox = new Mailbox();
    add(mailbox, 'a', { messageId: '<a>' });
    add(mailbox, 'b', { messageId: '<b>' });
    add(mailbox, 'a2', { messageId: '<a2>', inReplyTo: '<a>' }, 'town');
    add(mailbox, 'a3', { messageId: '<a3>', references: ['<lost>', '<a2>'] });
    expect(shapeOf(mailbox)).toEqual([['a', 'a2', 'a3'], ['b']]);
  });

  it('joins what has no such name to the mail that it was made about', () => {
    const mailbox = new Mailbox();
    add(mailbox, 'a', { messageId: '<a>' });
    mailbox.add({ id: 'bounce', at, writer: 'machine', about: 'a' }, blank);
    expect(shapeOf(mailbox)).toEqual([['a', 'bounce']]);
  });

  it('keeps apart mails that have no ids at all', () => {
    const mailbox = new Mailbox();
    add(mailbox, 'a', {});
    add(mailbox, 'b', {});
    expect(shapeOf(mailbox)).toEqual([['b'], ['a']]);
  });

  it('forgets the oldest threads rather than grow without end', () => {
    const mailbox = new Mailbox();
    for (let index = 0; index < 600; index += 1) add(mailbox, `${index}`, {});
    const threads = mailbox.newestFirst();
    expect([threads.length, threads[0]?.id]).toEqual([500, '599']);
    expect(mailbox.thread('0')).toBeNull();
  });
});

const blank: ReadMail = {
  ...{ from: null, to: [], replyTo: null, subject: '', text: '', messageId: null },
  ...{ inReplyTo: null, references: [], attachments: [], automatic: false },
};

function add(mailbox: Mailbox, id: string, mail: Partial<ReadMail>, writer: Writer = 'citizen') {
  mailbox.add({ id, at, writer, about: null }, { ...blank, ...mail });
}

function shapeOf(mailbox: Mailbox): string[][] {
  return mailbox.newestFirst().map(({ mails }) => mails.map(({ id }) => id));
}

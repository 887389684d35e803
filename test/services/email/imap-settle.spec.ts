import { describe, expect, it } from '@jest/globals';
import type { ImapFlow } from 'imapflow';

import { closeIncoming } from '#channels/email/mailbox/mailbox-session';
import { poll } from '#channels/email/poll';
import { addMilliseconds, HOUR } from '#core/time/instant';

import { mail } from '../../support/email/incoming-account.js';
import { mailboxSuite, polledSubjects } from '../../support/email/mailbox-suite.js';
import { mailboxTown } from '../../support/email/mailbox-town.js';

const goOn = new AbortController().signal;
const seen = { afterwards: { kind: 'seen' } };

describe('Marking and moving what is kept', () => {
  const suite = mailboxSuite();

  const inFolder = async (person: ImapFlow, mailbox: string) => {
    await person.mailboxOpen(mailbox, { readOnly: true });
    const rows = person.mailbox !== false && person.mailbox.exists > 0;
    const mails = rows ? await person.fetchAll('1:*', { envelope: true, flags: true }) : [];
    return mails.map(({ envelope, flags }) => ({
      subject: envelope?.subject,
      seen: flags?.has('\\Seen') === true,
    }));
  };

  it('marks only after the commit, only what was kept, with one command', async () => {
    await suite.deliver('Old');
    const account = suite.account(seen);
    const { cursor } = await poll(account, null, goOn);
    await suite.deliver('One', 'Two', 'Three');
    const stores: string[] = [];
    suite.proxy.beforeClientData(async (sent) => {
      if (sent.includes(' STORE ')) stores.push(sent);
      return Promise.resolve();
    });
    const polled = await poll(account, cursor, goOn);
    const person = await suite.person();
    expect((await inFolder(person, 'INBOX')).map((mail) => mail.seen)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    await polled.afterCommit?.(goOn);
    expect(await inFolder(person, 'INBOX')).toEqual([
      { subject: 'Old', seen: false },
      { subject: 'One', seen: true },
      { subject: 'Two', seen: true },
      { subject: 'Three', seen: true },
    ]);
    expect(stores).toEqual([expect.stringContaining('UID STORE 2:4 ')]);
  });

  it('finds by itself what a process left unmarked when it ended before', async () => {
    await suite.deliver('Old');
    const begun = suite.account(seen);
    const { cursor } = await poll(begun, null, goOn);
    await suite.deliver('Kept, then the process ended');
    const unfinished = await poll(begun, cursor, goOn);
    closeIncoming(begun);
    const account = suite.account(seen);
    const next = await poll(account, unfinished.cursor, goOn);
    expect(next.envelopes).toEqual([]);
    await next.afterCommit?.(goOn);
    const person = await suite.person();
    expect(await inFolder(person, 'INBOX')).toEqual([
      { subject: 'Old', seen: false },
      { subject: 'Kept, then the process ended', seen: true },
    ]);
    await person.mailboxOpen('INBOX');
    await person.messageFlagsRemove('1:*', ['\\Seen']);
    const later = await poll(account, next.cursor, goOn);
    await later.afterCommit?.(goOn);
    expect((await inFolder(person, 'INBOX')).map((mail) => mail.seen)).toEqual([false, false]);
  });

  it('keeps mails once when their folder is full, and moves them when there is room (F48)', async () => {
    const person = await suite.person();
    await person.mailboxCreate('Small/Done');
    await person.append('Small/Done', 'Subject: Fills it\r\n\r\nX');
    const account = suite.account({ afterwards: { kind: 'move', mailbox: 'Small/Done' } });
    const town = mailboxTown();
    await town.round(account);
    await suite.deliver('One', 'Two');
    await town.round(account);
    await town.round(account);
    expect(await town.kept()).toEqual(['One', 'Two']);
    expect(account.tools.logged).toEqual([
      {
        event: 'email-mails-not-settled',
        facts: { mailbox: 1, count: 2, reason: 'command-refused' },
      },
    ]);
    expect(await inFolder(person, 'INBOX')).toHaveLength(2);

    await person.mailboxOpen('Small/Done');
    await person.messageDelete('1:*');
    account.tools.setNow(addMilliseconds(account.tools.clock.now(), HOUR));
    await town.round(account);
    expect(await inFolder(person, 'INBOX')).toEqual([]);
    expect((await inFolder(person, 'Small/Done')).map((mail) => mail.subject)).toEqual([
      'One',
      'Two',
    ]);
    expect(await town.kept()).toEqual(['One', 'Two']);
  });

  it('takes mail in where it may not mark it (F48)', async () => {
    const person = await suite.person();
    await person.mailboxCreate('Shared');
    const account = suite.account({ ...seen, mailboxes: ['Shared'] });
    const { cursor } = await poll(account, null, goOn);
    await person.append('Shared', mail('One'));
    closeIncoming(account);
    const rights = ['acl', 'set', '-u', suite.user, 'Shared', 'owner', 'lookup', 'read'];
    await suite.dovecot.doveadm(...rights);
    const polled = await poll(account, cursor, goOn);
    await polled.afterCommit?.(goOn);
    expect(polledSubjects(polled)).toEqual(['One']);
    expect(account.tools.logged).toEqual([
      { event: 'email-mails-not-settled', facts: expect.objectContaining({ count: 1 }) as unknown },
    ]);
  });
});

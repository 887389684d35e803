import { describe, expect, it } from '@jest/globals';

import { poll } from '#channels/email/poll';

import { mail } from '../../support/email/incoming-account.js';
import { mailboxSuite, polledSubjects } from '../../support/email/mailbox-suite.js';

const goOn = new AbortController().signal;

describe('Polling mailboxes', () => {
  const suite = mailboxSuite();

  it('starts at now: mail that was there before the account is left alone', async () => {
    await suite.deliver('Old');
    const town = suite.account();
    const first = await poll(town, null, goOn);
    expect(first).toMatchObject({ envelopes: [], more: false });
    await suite.deliver('New');
    expect(polledSubjects(await poll(town, first.cursor, goOn))).toEqual(['New']);
  });

  it('hands over what came since, in order, with its time and mailbox, and leaves no trace', async () => {
    const town = suite.account();
    const { cursor } = await poll(town, null, goOn);
    await suite.deliver('First');
    await suite.deliver('Second');
    const polled = await poll(town, cursor, goOn);
    expect(polledSubjects(polled)).toEqual(['First', 'Second']);
    const [envelope] = polled.envelopes;
    expect(envelope?.contentType).toMatch(
      /^message\/rfc822; internaldate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z; mailbox=INBOX$/,
    );
    expect(envelope?.providerId).toMatch(/^<mail-\d+-\d+@example\.org>$/);
    expect(polledSubjects(await poll(town, polled.cursor, goOn))).toEqual([]);
    expect(await flagsOf('INBOX')).toEqual([[], []]);
  });

  it('finds mail that a person has read before it was polled', async () => {
    const town = suite.account();
    const { cursor } = await poll(town, null, goOn);
    await suite.deliver('Read by a colleague');
    const person = await suite.person();
    await person.mailboxOpen('INBOX');
    await person.messageFlagsAdd('1:*', ['\\Seen']);
    expect(polledSubjects(await poll(town, cursor, goOn))).toEqual(['Read by a colleague']);
  });

  it('takes 300 of 300 in one pass, in batches that say that there is more', async () => {
    const town = suite.account();
    let { cursor } = await poll(town, null, goOn);
    const sent = Array.from({ length: 300 }, (_, index) => `No. ${index + 1}`);
    suite.dovecot.drop(
      suite.user,
      sent.map((text) => mail(text)),
    );
    const seen: string[] = [];
    for (let more = true; more;) {
      const polled = await poll(town, cursor, goOn);
      expect(polled.envelopes.length).toBeLessThanOrEqual(100);
      seen.push(...polledSubjects(polled));
      ({ cursor, more } = polled);
    }
    expect(seen.toSorted()).toEqual(sent.toSorted());
  });

  it('bounds a batch by its bytes, and still takes a mail that is larger than a batch', async () => {
    const town = suite.account();
    let { cursor } = await poll(town, null, goOn);
    const large = Buffer.concat([
      Buffer.from(mail('Large')),
      Buffer.alloc(26 * 1024 * 1024, `${'x'.repeat(70)}\r\n`),
    ]);
    const person = await suite.person();
    await person.append('INBOX', mail('Before'));
    await person.append('INBOX', large);
    await person.append('INBOX', mail('After'));
    const batches: string[][] = [];
    for (let more = true; more;) {
      const polled = await poll(town, cursor, goOn);
      batches.push(polledSubjects(polled));
      const bytes = polled.envelopes.find(({ raw }) => raw.length > 1_000_000)?.raw;
      if (bytes !== undefined) expect(Buffer.compare(bytes, large)).toBe(0);
      ({ cursor, more } = polled);
    }
    expect(batches).toEqual([['Before'], ['Large'], ['After']]);
  });

  it('tells of a mail over 100 MiB under its own header, instead of fetching it', async () => {
    const town = suite.account();
    const { cursor } = await poll(town, null, goOn);
    const person = await suite.person();
    const line = `${'x'.repeat(70)}\r\n`;
    const huge = [Buffer.from(mail('Film of the street')), Buffer.alloc(101 * 1024 * 1024, line)];
    await person.append('INBOX', Buffer.concat(huge));
    await person.append('INBOX', mail('After it'));
    const polled = await poll(town, cursor, goOn);
    expect(polledSubjects(polled)).toEqual(['Film of the street', 'After it']);
    const notice = Buffer.from(polled.envelopes[0]?.raw ?? []).toString();
    expect(notice).toMatch(/^From: Ana Pérez <ana@example\.org>\r\n/);
    expect(notice).toMatch(/\r\n\r\n\[This mail is too large to be taken in \(102 MiB\)\. /);
    expect(notice.length).toBeLessThan(2_000);
  });

  it('reads several mailboxes of one account, each with a position of its own', async () => {
    const person = await suite.person();
    await person.mailboxCreate('Parks & Paths');
    const mailboxes = ['INBOX', 'Parks & Paths', 'Not there'];
    const town = suite.account({ mailboxes });
    const { cursor } = await poll(town, null, goOn);
    await person.append('Parks & Paths', mail('Bench broken'));
    await suite.deliver('Pothole');
    const polled = await poll(town, cursor, goOn);
    expect(polledSubjects(polled)).toEqual(['Pothole', 'Bench broken']);
    expect(polled.envelopes[1]?.contentType).toMatch(/; mailbox=Parks%20%26%20Paths$/);
    expect(town.tools.logged).toContainEqual({
      event: 'email-mailbox-unavailable',
      facts: { mailbox: 3 },
    });
    await person.mailboxCreate('Not there');
    await person.append('Not there', mail('Too early'));
    const later = await poll(town, polled.cursor, goOn);
    expect(polledSubjects(later)).toEqual([]);
    await person.append('Not there', mail('Now it counts'));
    expect(polledSubjects(await poll(town, later.cursor, goOn))).toEqual(['Now it counts']);
  });

  it('gives one mail to two mailboxes one dedupe key', async () => {
    const { dovecot, user } = suite;
    const same = mail('To both');
    const copies = [];
    for (const owner of [user, `parks-${user}`]) {
      const town = suite.account({ user: owner });
      const { cursor } = await poll(town, null, goOn);
      await dovecot.deliver(owner, same);
      copies.push(...(await poll(town, cursor, goOn)).envelopes);
    }
    const [first, second] = copies;
    expect(second?.raw).not.toEqual(first?.raw);
    expect(second?.dedupeKey).toEqual(first?.dedupeKey);
  });

  it('fails when no mailbox can be opened, instead of finding nothing', async () => {
    await expect(poll(suite.account({ mailboxes: ['Nowhere'] }), null, goOn)).rejects.toMatchObject(
      {
        code: 'EMAIL_MAILBOXES_UNAVAILABLE',
      },
    );
  });

  it('ends its connection when it is told to, and leaves the cursor when it did not begin', async () => {
    const town = suite.account();
    const { cursor } = await poll(town, null, goOn);
    await suite.deliver('Later');
    const stopped = await poll(town, cursor, AbortSignal.abort());
    expect(stopped).toEqual({ envelopes: [], cursor, more: false });
    expect(polledSubjects(await poll(town, stopped.cursor, goOn))).toEqual(['Later']);
  });

  const flagsOf = async (mailbox: string): Promise<string[][]> => {
    const person = await suite.person();
    await person.mailboxOpen(mailbox, { readOnly: true });
    const rows = await person.fetchAll('1:*', { flags: true });
    return rows.map(({ flags = new Set<string>() }) =>
      [...flags].filter((flag) => flag !== '\\Recent'),
    );
  };
});

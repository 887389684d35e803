import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { readCursor } from '#channels/email/mailbox/cursor';
import { closeIncoming } from '#channels/email/mailbox/mailbox-session';
import { poll } from '#channels/email/poll';
import { addMilliseconds, MINUTE } from '#core/time/instant';

import { mail } from '../../support/email/incoming-account.js';
import { mailboxSuite, polledSubjects } from '../../support/email/mailbox-suite.js';

const goOn = new AbortController().signal;
const isFetchOfSources = (sent: string) => sent.includes('BODY.PEEK[]');
const lastUid = (cursor: string) => readCursor(cursor).get('INBOX')?.lastUid ?? -1;

describe('Polling over a link and a server that fail', () => {
  const suite = mailboxSuite();

  it('never moves the cursor past a mail that is not whole, wherever the link is cut (F44)', async () => {
    const begun = suite.account();
    const { cursor } = await poll(begun, null, goOn);
    closeIncoming(begun);
    await suite.deliver('One', 'Two');
    const before = suite.proxy.bytesFromServer();
    const whole = await pollOnce(cursor);
    const bytes = suite.proxy.bytesFromServer() - before;
    expect(whole).toMatchObject({ reached: 2, raws: [expect.anything(), expect.anything()] });
    const reachedAt: number[] = [];
    for (let limit = 1; limit <= bytes + 20; limit += limit < bytes - 2_000 ? 41 : 9) {
      suite.proxy.cutAfter(limit);
      const { reached, raws } = await pollOnce(cursor);
      expect(raws).toEqual(whole.raws.slice(0, reached));
      reachedAt.push(reached);
    }
    expect(reachedAt).toEqual(reachedAt.toSorted());
    expect(new Set(reachedAt)).toEqual(new Set([0, 1, 2]));
  }, 120_000);

  /** With a connection of its own; nothing, when it failed. */
  const pollOnce = async (cursor: string) => {
    const town = suite.account();
    const polled = await poll(town, cursor, goOn).catch(() => null);
    closeIncoming(town);
    return {
      reached: polled === null ? 0 : lastUid(polled.cursor),
      raws: (polled?.envelopes ?? []).map(({ raw }) => Buffer.from(raw).toString()),
    };
  };

  it('takes what was read completely, and the rest over a new connection', async () => {
    const town = suite.account();
    const { cursor } = await poll(town, null, goOn);
    const padding = 'x'.repeat(70);
    const long = mail('Long') + `${padding}\r\n`.repeat(5_000);
    await suite.deliver('Short');
    await suite.dovecot.deliver(suite.user, long);
    closeIncoming(town);
    suite.proxy.cutAfter(100_000);
    const first = await poll(suite.account(), cursor, goOn);
    expect(first).toMatchObject({ envelopes: [expect.anything()], more: true });
    expect(lastUid(first.cursor)).toBe(1);
    suite.proxy.cutAfter(null);
    const second = await poll(suite.account(), first.cursor, goOn);
    expect(second.envelopes).toHaveLength(1);
    expect(second.envelopes[0]?.raw.length).toBeGreaterThan(long.length);
  });

  it('skips and logs mail that somebody takes away between the listing and the fetching (F46)', async () => {
    const town = suite.account();
    const { cursor } = await poll(town, null, goOn);
    const person = await suite.person();
    await person.mailboxCreate('Elsewhere');
    await suite.deliver('Stays', 'Is deleted', 'Is moved', 'Stays too');
    await person.mailboxOpen('INBOX');
    let interfered = false;
    suite.proxy.beforeClientData(async (sent) => {
      if (interfered || !isFetchOfSources(sent)) return;
      interfered = true;
      await person.messageDelete('2', { uid: true });
      await person.messageMove('3', 'Elsewhere', { uid: true });
    });
    const polled = await poll(town, cursor, goOn);
    expect(interfered).toBe(true);
    expect(lastUid(polled.cursor)).toBe(4);
    expect(polled.envelopes).toHaveLength(2);
    expect(town.tools.logged).toContainEqual({
      event: 'email-mails-vanished',
      facts: { mailbox: 1, count: 2 },
    });
    expect(await poll(town, polled.cursor, goOn)).toMatchObject({ envelopes: [], more: false });
  });

  it('is told of a wrong password once, and knocks again only after a pause that grows', async () => {
    const town = suite.account({ signIn: { kind: 'password', password: 'wrong' } });
    const refusal = { code: 'EMAIL_SIGN_IN_REFUSED' };
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(poll(town, null, goOn)).rejects.toMatchObject(refusal);
    }
    expect(suite.proxy.connections()).toBe(1);
    town.tools.setNow(addMilliseconds(town.tools.clock.now(), MINUTE + 1));
    await expect(poll(town, null, goOn)).rejects.toMatchObject(refusal);
    await expect(poll(town, null, goOn)).rejects.toMatchObject(refusal);
    expect(suite.proxy.connections()).toBe(2);
    town.tools.setNow(addMilliseconds(town.tools.clock.now(), MINUTE + 1));
    await expect(poll(town, null, goOn)).rejects.toMatchObject(refusal);
    expect(suite.proxy.connections()).toBe(2);
    await expect(poll(suite.account(), null, goOn)).resolves.toMatchObject({ envelopes: [] });
  });

  it('goes on by itself after the server was killed and came back', async () => {
    const town = suite.account();
    const { cursor } = await poll(town, null, goOn);
    await suite.dovecot.kill();
    await expect(poll(town, cursor, goOn)).rejects.toThrow();
    await suite.dovecot.restart();
    await suite.deliver('After the outage');
    expect((await poll(town, cursor, goOn)).envelopes).toHaveLength(1);
  });

  it('is not held up for ever by a mail that the server cannot hand over, and tells of it', async () => {
    const town = suite.account();
    const { tools } = town;
    let { cursor } = await poll(town, null, goOn);
    await suite.deliver('One', 'Two', 'Three');
    const folder = join(suite.dovecot.mailFolder(suite.user), 'Maildir', 'new');
    const [, broken = ''] = readdirSync(folder).toSorted();
    chmodSync(join(folder, broken), 0);
    const seen: string[][] = [];
    for (let tries = 0; tries < 30 && lastUid(cursor) < 3; tries += 1) {
      const polled = await poll(town, cursor, goOn).catch(() => null);
      if (polled !== null) {
        ({ cursor } = polled);
        if (polled.envelopes.length > 0) seen.push(polledSubjects(polled));
      }
      tools.setNow(addMilliseconds(tools.clock.now(), MINUTE));
    }
    expect(seen.flat()).toEqual(['One', expect.stringMatching(/./), 'Three']);
    expect(seen[0]).toEqual(['One']);
    expect(tools.logged).toContainEqual({
      event: 'email-mail-not-read',
      facts: { mailbox: 1, uid: 2 },
    });
  });
});

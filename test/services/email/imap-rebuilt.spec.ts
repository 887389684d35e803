import { execFileSync } from 'node:child_process';

import { expect, it } from '@jest/globals';

import { closeIncoming } from '#channels/email/mailbox/mailbox-session';

import { onDatabases } from '../../contract/stores/store-suites.js';
import { mail } from '../../support/email/incoming-account.js';
import { mailboxSuite } from '../../support/email/mailbox-suite.js';
import { mailboxTown } from '../../support/email/mailbox-town.js';

const rebuilt = { event: 'email-mailbox-rebuilt', facts: { mailbox: 1 } };
const longAgo = new Date('2026-01-05T10:00:00Z');

onDatabases('A mailbox whose UIDs begin anew (F45)', ({ stores }) => {
  const suite = mailboxSuite();

  it('is read again when it was deleted and made again: nothing is lost, nothing is doubled', async () => {
    const person = await suite.person();
    await person.mailboxCreate('Requests');
    const before = mail('From before the account');
    await person.append('Requests', before, [], longAgo);
    const account = suite.account({ mailboxes: ['Requests'] });
    const town = mailboxTown(stores());
    await town.round(account);
    const known = [mail('One'), mail('Two')];
    for (const one of known) await person.append('Requests', one);
    await town.round(account);
    expect(await town.kept()).toEqual(['One', 'Two']);

    await person.mailboxDelete('Requests');
    await person.mailboxCreate('Requests');
    await person.append('Requests', before, [], longAgo);
    for (const one of known) await person.append('Requests', one);
    await person.append('Requests', mail('Three'));
    await town.round(account);
    await town.round(account);
    expect(await town.kept()).toEqual(['One', 'Two', 'Three']);
    expect(account.tools.logged.filter(({ event }) => event === rebuilt.event)).toEqual([rebuilt]);
    await person.append('Requests', mail('Old, and moved in by a person'), [], longAgo);
    await town.round(account);
    expect(await town.kept()).toEqual(['One', 'Two', 'Three', 'Old, and moved in by a person']);
  });

  it('is read again when its UIDVALIDITY changes under the same mails', async () => {
    const account = suite.account();
    const town = mailboxTown(stores());
    await town.round(account);
    await suite.deliver('One', 'Two');
    await town.round(account);
    await suite.dovecot.doveadm(
      ...['mailbox', 'update', '-u', suite.user, '--uid-validity', '777', 'INBOX'],
    );
    await suite.deliver('Three');
    await town.round(account);
    expect(account.tools.logged).toContainEqual(rebuilt);
    expect(await town.kept()).toEqual(['One', 'Two', 'Three']);
  });

  it('is read again when the server came back from a backup and gives UIDs out a second time', async () => {
    const account = suite.account();
    const town = mailboxTown(stores());
    await town.round(account);
    await suite.deliver('One');
    await town.round(account);
    const { dovecot, user } = suite;
    const folder = dovecot.mailFolder(user);
    const backup = `${folder}.backup`;
    await dovecot.kill();
    execFileSync('cp', ['-a', folder, backup]);
    await dovecot.restart();
    await suite.deliver('Two, then lost by the server', 'Three, then lost by the server');
    await town.round(account);
    closeIncoming(account);
    await dovecot.kill();
    execFileSync('rm', ['-r', folder]);
    execFileSync('cp', ['-a', backup, folder]);
    await dovecot.restart();
    await suite.deliver('Two again');
    await town.round(account);
    expect(account.tools.logged).toContainEqual(rebuilt);
    expect((await town.kept()).at(-1)).toBe('Two again');
    expect((await town.kept()).filter((subject) => subject === 'One')).toHaveLength(1);
  });
});

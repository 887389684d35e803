import { createServer } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { checkIncoming } from '#channels/email/check-incoming';

import type { IncomingAccount } from '../../support/email/incoming-account.js';
import { mailboxSuite } from '../../support/email/mailbox-suite.js';
import { freePort } from '../../support/private-process.js';

const goOn = new AbortController().signal;

describe('Checking an incoming account', () => {
  const suite = mailboxSuite();

  const stepsOf = async (account: IncomingAccount) =>
    (await checkIncoming(account, goOn)).map(
      ({ step, passed, detail }) => `${passed ? '+' : '-'} ${step}: ${detail}`,
    );

  it('goes the way of a mail and says so step by step', async () => {
    const person = await suite.person();
    await person.mailboxCreate('Done');
    const afterwards = { kind: 'move', mailbox: 'Done' };
    const steps = await stepsOf(suite.account({ afterwards }));
    expect(steps).toEqual([
      expect.stringMatching(/^\+ incoming: connection: 127\.0\.0\.1 answers on port \d+\.$/),
      '+ incoming: encryption: None, as set: for a server on this machine only.',
      '+ incoming: sign-in: The server accepts it.',
      '+ incoming: mailbox INBOX: It opens and holds 0 mails.',
      '+ incoming: move to Done: Mails can be moved there.',
    ]);
    const marking = await stepsOf(suite.account({ afterwards: { kind: 'seen' } }));
    expect(marking.at(-1)).toBe('+ incoming: mark as read: Mails can be marked as read.');
  });

  it('names the step that fails and what to do about it', async () => {
    const signIn = { kind: 'password', password: 'wrong' };
    expect((await stepsOf(suite.account({ signIn }))).at(-1)).toMatch(
      /^- incoming: sign-in: .*refuses the user name or the password: correct them/,
    );
    expect((await stepsOf(suite.account({ port: await freePort() }))).at(-1)).toMatch(
      /^- incoming: connection: Nobody listens at 127\.0\.0\.1, port \d+: check the port/,
    );
    expect((await stepsOf(suite.account({ host: 'mail.fairmill.invalid' }))).at(-1)).toMatch(
      /^- incoming: connection: No address is known for mail\.fairmill\.invalid/,
    );
    expect((await stepsOf(suite.account({ security: 'tls' }))).at(-1)).toMatch(
      /^- incoming: encryption: No encryption came about/,
    );
    expect((await stepsOf(suite.account({ security: 'starttls' }))).at(-1)).toMatch(
      /^- incoming: encryption: No encryption came about/,
    );
  });

  it('names the mailboxes that there are when one is missing', async () => {
    const steps = await stepsOf(suite.account({ mailboxes: ['INBOX', 'Inbxo'] }));
    expect(steps.at(-1)).toMatch(/^- incoming: mailbox Inbxo: .*There are: .*INBOX/);
  });

  it.each([
    [{ kind: 'move', mailbox: 'Nowhere' }, /There is no mailbox Nowhere: create it\.$/],
    [{ kind: 'move', mailbox: 'INBOX' }, /set another mailbox\.$/],
  ])('sees that mails cannot be moved: %j', async (afterwards, remedy) => {
    expect((await stepsOf(suite.account({ afterwards }))).at(-1)).toMatch(remedy);
  });

  it('sees that a mailbox is for reading only', async () => {
    const person = await suite.person();
    await person.mailboxCreate('Shared');
    const rights = ['acl', 'set', '-u', suite.user, 'Shared', 'owner', 'lookup', 'read'];
    await suite.dovecot.doveadm(...rights);
    const settings = { mailboxes: ['Shared'], afterwards: { kind: 'seen' } };
    expect((await stepsOf(suite.account(settings))).at(-1)).toMatch(/^- incoming: mark as read: /);
  });

  it('is not fooled by a server that says nothing, or something else', async () => {
    const other = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
    const port = await freePort();
    other.listen(port, '127.0.0.1');
    expect((await stepsOf(suite.account({ port }))).at(-1)).toMatch(/^- incoming: connection: /);
    other.close();
  });
});

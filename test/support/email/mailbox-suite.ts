import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { ImapFlow } from 'imapflow';

import { closeIncoming } from '#channels/email/mailbox/mailbox-session';
import type { Polled } from '#core/channel/adapter';

import { type CuttingProxy, openCuttingProxy } from '../cutting-proxy.js';
import { type PrivateDovecot, startPrivateDovecot } from '../private-dovecot.js';
import { type IncomingAccount, incomingAccount, mail } from './incoming-account.js';

export interface MailboxSuite {
  readonly dovecot: PrivateDovecot;
  /** The way to the Dovecot of the accounts that are made here. */
  readonly proxy: CuttingProxy;
  /** Another one in every test. */
  readonly user: string;
  account(incoming?: Readonly<Record<string, unknown>>): IncomingAccount;
  /** A person in the same mailbox. */
  person(): Promise<ImapFlow>;
  deliver(...texts: readonly string[]): Promise<void>;
}

/** One Dovecot for the specs of a file, a user and a proxy for each; what they open is closed. */
export function mailboxSuite(): MailboxSuite {
  let dovecot: PrivateDovecot | undefined;
  let proxy: CuttingProxy | undefined;
  let users = 0;
  const accounts: IncomingAccount[] = [];
  const persons: ImapFlow[] = [];

  beforeAll(async () => {
    dovecot = await startPrivateDovecot();
  });
  beforeEach(async () => {
    users += 1;
    proxy = await openCuttingProxy(suite.dovecot.imapPort);
  });
  afterEach(async () => {
    accounts.splice(0).forEach(closeIncoming);
    for (const person of persons.splice(0)) person.close();
    await proxy?.close();
  });
  afterAll(() => dovecot?.stop());

  const suite: MailboxSuite = {
    get dovecot() {
      return opened(dovecot);
    },
    get proxy() {
      return opened(proxy);
    },
    get user() {
      return `town-${users}@fairmill.example`;
    },
    account(incoming = {}) {
      const { port } = suite.proxy;
      const made = incomingAccount(suite.dovecot, suite.user, { port, ...incoming });
      accounts.push(made);
      return made;
    },
    async person() {
      const person = await suite.dovecot.signIn(suite.user);
      persons.push(person);
      return person;
    },
    async deliver(...texts) {
      for (const text of texts) await suite.dovecot.deliver(suite.user, mail(text));
    },
  };
  return suite;
}

function opened<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('It is opened before the tests.');
  return thing;
}

export function subjects(mails: readonly Uint8Array[]): string[] {
  return mails.map((raw) => {
    const header = Buffer.from(raw.subarray(0, 2_000)).toString();
    return /^Subject: (.*)$/m.exec(header)?.[1]?.trim() ?? '(none)';
  });
}

export function polledSubjects({ envelopes }: Pick<Polled, 'envelopes'>): string[] {
  return subjects(envelopes.map(({ raw }) => raw));
}

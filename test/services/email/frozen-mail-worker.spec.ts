import { readFileSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import type { DatabaseReader } from '../../support/database-reader.js';
import { mail } from '../../support/email/incoming-account.js';
import { eventually } from '../../support/eventually.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { type PrivateDovecot, startPrivateDovecot } from '../../support/private-dovecot.js';
import type { ProductProcess } from '../../support/product-process.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import { removeTowns, TestTown } from '../../support/test-town.js';
import { expectCleanLedger } from '../line/expect-whole-line.js';

const MAILS = 10;
const seen = { kind: 'seen' };
const moved = { kind: 'move', mailbox: 'Done' };

let dovecot: PrivateDovecot;
let sink: MailSink;

beforeAll(async () => {
  dovecot = await startPrivateDovecot();
  sink = await startMailSink();
});

afterEach(removeTowns);

afterAll(async () => {
  await sink.close();
  await dovecot.stop();
  await removeCompiledProduct();
});

it.each([
  ['before it kept what it read, and mails are marked', 'poll:fetched', seen],
  ['before it kept what it read, and mails are moved', 'poll:fetched', moved],
  ['before it marked what it kept', 'poll:committed', seen],
  ['before it moved what it kept', 'poll:committed', moved],
])(
  'makes one request of every mail when one of two workers freezes %s (F47)',
  async (_when, step, afterwards) => {
    const user = `${step.replace(':', '-')}-${afterwards.kind}@fairmill.example`;
    const town = await TestTown.found({ databaseUrl: await freshDatabase(), redisUrl: redisUrl() });
    const person = await dovecot.signIn(user);
    await person.mailboxCreate('Done');
    const settings = account(user, afterwards);
    await town.addAccount({ code: 'mail', channel: 'email', title: 'Mail', settings });
    const reader = town.reader();
    await beginAtNow(town, reader);

    await deliver(user, 'before');
    const frozen = await town.startWorker({
      preload: ['test/support/crash-at.js'],
      env: { TOWNLINE_TEST_CRASH_AT: step, TOWNLINE_TEST_CRASH_SIGNAL: 'SIGSTOP' },
    });
    await eventually(() => expect(isFrozen(frozen)).toBe(true), 30_000);
    const other = await town.startWorker();
    await deliver(user, 'meanwhile');
    await untilRequests(reader, 2 * MAILS);
    frozen.signal('SIGCONT');
    await deliver(user, 'after');
    await untilRequests(reader, 3 * MAILS);

    expect([frozen.hasEnded(), other.hasEnded()]).toEqual([false, false]);
    expect(await reader.number('SELECT COUNT(DISTINCT subject) FROM service_request')).toBe(
      3 * MAILS,
    );
    expect(await reader.number('SELECT COUNT(*) FROM quarantine')).toBe(0);
    await eventually(async () => {
      const left = await person.status('INBOX', { messages: true, unseen: true });
      expect(left).toMatchObject(afterwards.kind === 'move' ? { messages: 0 } : { unseen: 0 });
    }, 120_000);
    if (afterwards.kind === 'move') {
      await person.mailboxOpen('Done');
      const kept = await person.fetchAll('1:*', { envelope: true });
      expect(new Set(kept.map(({ envelope }) => envelope?.subject)).size).toBe(3 * MAILS);
    }
    person.close();
    await Promise.all([frozen.stop(), other.stop()]);
    await reader.close();
    await expectCleanLedger(town);
  },
  600_000,
);

function account(user: string, afterwards: object): object {
  return {
    ...{ address: '311@fairmill.example', displayName: 'Fairmill 311', senderChecks: 'none' },
    incoming: {
      ...{ host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user, afterwards },
      signIn: { kind: 'password', password: dovecot.password },
    },
    outgoing: { host: sink.host, port: sink.port, security: 'none' },
  };
}

/** A new account takes what comes from its first look on. */
async function beginAtNow(town: TestTown, reader: DatabaseReader): Promise<void> {
  const worker = await town.startWorker();
  await eventually(async () =>
    expect(await reader.number('SELECT COUNT(*) FROM poll_cursor')).toBe(1),
  );
  await worker.stop();
}

async function deliver(user: string, when: string): Promise<void> {
  for (let count = 0; count < MAILS; count += 1) {
    const from = `${when}-${count}@example.org`;
    await dovecot.deliver(user, mail(`${when} ${count}`, { From: from }));
  }
}

/** The third field of `stat` (proc(5)); the name before it stands in brackets. */
function isFrozen({ pid }: ProductProcess): boolean {
  return /^\d+ \(.*\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

function untilRequests(reader: DatabaseReader, count: number): Promise<void> {
  return eventually(async () => {
    expect(await reader.number('SELECT COUNT(*) FROM service_request')).toBe(count);
  }, 120_000);
}

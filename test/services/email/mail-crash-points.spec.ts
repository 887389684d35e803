import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';

import type { CheckpointName } from '#core/intake/checkpoint';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import type { DatabaseReader } from '../../support/database-reader.js';
import { mail } from '../../support/email/incoming-account.js';
import { eventually } from '../../support/eventually.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { type PrivateDovecot, startPrivateDovecot } from '../../support/private-dovecot.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import { removeTowns, TestTown } from '../../support/test-town.js';
import { expectCleanLedger } from '../line/expect-whole-line.js';

const ADDRESS = '311@fairmill.example';
const MAILS_A_STEP = 4;
const steps: readonly CheckpointName[] = [
  'poll:fetched',
  'poll:committed',
  'poll:finished',
  'register:locked',
  'register:written',
  'register:committed',
  'deliver:claimed',
  'deliver:sent',
  'deliver:settled',
];

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

it('makes one request of every mail and sends nothing twice when the worker dies at any step', async () => {
  const town = await TestTown.found({ databaseUrl: await freshDatabase(), redisUrl: redisUrl() });
  await town.addAccount({
    code: 'town-mail',
    channel: 'email',
    title: 'Town mail',
    settings: account(),
  });
  const reader = town.reader();
  await beginAtNow(town, reader);
  for (const [index, step] of steps.entries()) {
    const dying = await town.startWorker(crashAt(step));
    for (let count = 0; count < MAILS_A_STEP; count += 1) {
      const from = `citizen-${index}-${count}@example.org`;
      await dovecot.deliver(ADDRESS, mail(`${step} ${count}`, { From: from }));
    }
    expect(await dying.ended()).toBe('SIGKILL');
    const reborn = await town.startWorker();
    await eventually(async () => {
      expect(await requestsIn(reader)).toBe((index + 1) * MAILS_A_STEP);
      expect(await reader.number(UNSETTLED)).toBe(0);
    }, 120_000);
    await reborn.stop();
  }
  await expectCleanLedger(town);
  expect(await reader.number('SELECT COUNT(*) FROM quarantine')).toBe(0);
  const ids = sink.mails.map(({ raw }) => /^Message-ID:\s+(<[^>]+>)/im.exec(raw.toString())?.[1]);
  expect(new Set(ids).size).toBe(sink.mails.length);
  // What was under way at a death is not known to have left: a person decides, nothing is repeated.
  const unknown = await reader.number('SELECT COUNT(*) FROM outbox_entry WHERE state = 4');
  expect(sink.mails.length + unknown).toBeGreaterThanOrEqual(steps.length * MAILS_A_STEP);
  await reader.close();
}, 1_200_000);

const UNSETTLED = 'SELECT COUNT(*) FROM outbox_entry WHERE state IN (0, 1)';

function account(): object {
  return {
    ...{ address: ADDRESS, displayName: 'Fairmill 311', senderChecks: 'none' },
    incoming: {
      ...{ host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user: ADDRESS },
      signIn: { kind: 'password', password: dovecot.password },
      afterwards: { kind: 'seen' },
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

function requestsIn(reader: DatabaseReader): Promise<number> {
  return reader.number('SELECT COUNT(*) FROM service_request');
}

function crashAt(step: CheckpointName) {
  return {
    preload: ['test/support/crash-at.js'],
    env: { TOWNLINE_TEST_CRASH_AT: step },
  };
}

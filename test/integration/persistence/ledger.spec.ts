import { mkdtemp, rm } from 'node:fs/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { defaultTown } from '#core/account/default-town';
import { timeOrderedIds } from '#core/identity/time-ordered-id';
import { defaultAcknowledgementCap } from '#core/intake/acknowledgement-cap';
import { noCheckpoint } from '#core/intake/checkpoint';
import { drainRegistrations } from '#core/intake/drain-registrations';
import { toRows } from '#core/intake/envelope-rows';
import { intakeKnowledge } from '#core/intake/intake-knowledge';
import { ParseAhead } from '#core/intake/parse-ahead';
import { pageLinks } from '#core/secret/page-links';
import { replyTokens } from '#core/secret/reply-tokens';
import { signedLinks } from '#core/secret/signed-links';
import { addMilliseconds, HOUR } from '#core/time/instant';
import type { Database } from '#persistence/database';
import { openDatabase } from '#persistence/open-database';

import { FakeAccounts } from '../../support/fakes/fake-accounts.js';
import { fakeAccountId, fakeEnvelope, fakeMessage } from '../../support/fakes/fake-channel.js';
import { MemoryFileStore } from '../../support/fakes/memory-file-store.js';
import { type DatabaseName, freshDatabase, ofThisRun } from '../../support/services.js';
import { writerOver } from './table-writer.js';

type Opened = { readonly database: Database; readonly write: (sql: string) => Promise<void> };

const openers: Readonly<Record<DatabaseName, () => Promise<Opened>>> = {
  sqlite: async () => {
    const folder = await mkdtemp('/tmp/tl-ledger-');
    const database = await open({ dialect: 'sqlite', folder });
    const close = async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { database: { ...database, close }, write: writerOver({ folder }) };
  },
  mariadb: async () => {
    const url = await freshDatabase();
    return { database: await open({ dialect: 'mariadb', url }), write: writerOver({ url }) };
  },
};

describe.each(ofThisRun(openers))('the ledger (%s)', (_, opener) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await opener();
    await receive(opened.database, ['+12025550101', '+12025550102', '+12025550101']);
  }, 30_000);
  afterEach(() => opened.database.close());

  it('is clean after the line has worked', async () => {
    expect(await rulesBroken(opened.database)).toEqual([]);
    expect(await opened.database.ledger.counts()).toEqual({
      ...{ envelopes: 3, requests: 2, messages: 3, outboxEntries: 2 },
    });
  });

  it.each([
    [
      'envelope-outcome',
      "UPDATE inbound_envelope SET state = 0, outcome = NULL, receivedAt = '2020-01-01 00:00:00.000' WHERE outcome = 'joined'",
    ],
    ['envelope-outcome', "UPDATE inbound_envelope SET outcome = NULL WHERE outcome = 'joined'"],
    [
      'envelope-outcome',
      "UPDATE inbound_envelope SET state = 3, outcome = 'quarantined' WHERE outcome = 'joined'",
    ],
    ['envelope-message', 'DELETE FROM message WHERE envelopeId = 1'],
    ['envelope-message', "UPDATE message SET requestId = 'nowhere' WHERE envelopeId = 1"],
    [
      'request-number',
      "UPDATE service_request SET number = 'FM26-000009-1' WHERE number LIKE 'FM26-000002%'",
    ],
    ['request-number', 'UPDATE number_counter SET value = value + 1'],
    ['request-clock', "UPDATE sla_clock SET state = 'met'"],
    ['request-clock', 'DELETE FROM sla_segment'],
    ['request-clock', 'DELETE FROM sla_clock'],
    ['request-counters', 'UPDATE service_request SET messageCount = messageCount + 1'],
    ['request-counters', 'UPDATE service_request SET nextDeadlineAt = NULL'],
    ['request-counters', "UPDATE service_request SET streamKey = 'elsewhere'"],
    ['outbox-state', 'UPDATE outbox_entry SET state = 1, attempts = 1'],
    ['outbox-state', 'UPDATE outbox_entry SET state = 9'],
    ['outbox-attempt', 'UPDATE outbox_entry SET state = 2, attempts = 1'],
    [
      'outbox-attempt',
      "INSERT INTO delivery_attempt (id, outboxId, number, startedAt) VALUES ('a', 'none', 1, '2026-01-01 00:00:00.000')",
    ],
    ['outbox-ladder', 'UPDATE outbox_entry SET rung = 1'],
    [
      'outbox-ladder',
      "UPDATE outbox_entry SET rung = 1, laddersFrom = 'nowhere' WHERE requestNumber LIKE 'FM26-000001%'",
    ],
  ])('finds a breach of %s: %s', async (rule, sql) => {
    await opened.write(sql);
    expect(await rulesBroken(opened.database)).toContain(rule);
  });

  it('names every file that a row names', async () => {
    const row = await toRows(
      {
        ...{ channelAccountId: fakeAccountId, wholeRequest: Buffer.from('whole') },
        envelopes: [{ ...fakeEnvelope(fakeMessage()), raw: Buffer.alloc(70_000) }],
        receivedAt: opened.database.clock.now(),
      },
      new MemoryFileStore(opened.database.clock),
    );
    await opened.database.envelopes.insert(row);
    const named: string[] = [];
    for await (const sha256 of opened.database.ledger.referencedFiles()) named.push(sha256);
    const [only] = row;
    expect(named.toSorted()).toEqual(
      [only?.rawSha256.toString('hex'), only?.requestSha256?.toString('hex')].toSorted(),
    );
  });
});

async function open(options: Parameters<typeof openDatabase>[0]): Promise<Database> {
  const opening = await openDatabase(options);
  if (opening.kind === 'refused') throw new Error(JSON.stringify(opening.faults));
  await opening.database.migrations.run();
  return opening.database;
}

async function receive(database: Database, addresses: readonly string[]): Promise<void> {
  const { clock, registrations: store } = database;
  const files = new MemoryFileStore(clock);
  const envelopes = addresses.map((address) => fakeEnvelope(fakeMessage({ sender: { address } })));
  const batch = { channelAccountId: fakeAccountId, envelopes, wholeRequest: null };
  await database.envelopes.insert(await toRows({ ...batch, receivedAt: clock.now() }, files));
  const accounts = new FakeAccounts();
  const ports = {
    ...{ store, files, clock, newId: timeOrderedIds(clock), checkpoint: noCheckpoint },
    ...{ accounts, parsing: new ParseAhead({ store, accounts, files }) },
    links: signedLinks([Buffer.alloc(32, 7)]),
    replyTokens: replyTokens([Buffer.alloc(32, 7)]),
    pageLinks: pageLinks([Buffer.alloc(32, 8)]),
    town: () => defaultTown,
    knowledge: () => intakeKnowledge([], []),
    acknowledgementCap: defaultAcknowledgementCap,
  };
  const events = { registered: () => undefined, pause: () => Promise.resolve() };
  await drainRegistrations(ports, events, () => false);
}

async function rulesBroken({ ledger, clock }: Database): Promise<string[]> {
  const rules: string[] = [];
  for await (const { rule } of ledger.findings(addMilliseconds(clock.now(), HOUR)))
    rules.push(rule);
  return [...new Set(rules)];
}

import { expect, it } from '@jest/globals';

import { defaultTown } from '#core/account/default-town';
import { timeOrderedIds } from '#core/identity/time-ordered-id';
import { defaultAcknowledgementCap } from '#core/intake/acknowledgement-cap';
import { noCheckpoint } from '#core/intake/checkpoint';
import { toRows } from '#core/intake/envelope-rows';
import { intakeKnowledge } from '#core/intake/intake-knowledge';
import { ParseAhead } from '#core/intake/parse-ahead';
import { registerBatch } from '#core/intake/register-batch';
import type { RegisterPorts } from '#core/intake/register-ports';
import { pageLinks } from '#core/secret/page-links';
import { replyTokens } from '#core/secret/reply-tokens';
import { signedLinks } from '#core/secret/signed-links';
import { MINUTE } from '#core/time/instant';
import { MARIADB_BATCH, MariadbPool } from '#persistence/mariadb/mariadb-pool';
import { runMigrations } from '#persistence/migrations/run-migrations';
import type { SqlDatabase, SqlSession } from '#persistence/sql/sql-session';
import { storesOver } from '#persistence/stores/all-stores';

import { FakeAccounts } from '../../support/fakes/fake-accounts.js';
import { fakeAccountId, fakeEnvelope, fakeMessage } from '../../support/fakes/fake-channel.js';
import { FakeClock } from '../../support/fakes/fake-clock.js';
import { MemoryFileStore } from '../../support/fakes/memory-file-store.js';
import { freshDatabase, onServices } from '../../support/services.js';

const MOST_ROUND_TRIPS = 16;
const LANE = 1;

if (onServices()) {
  it.each([3, 128])(
    'a batch of %i, a third each new, joined and reopened, takes at most 16 round trips',
    async (size) => {
      const line = await openLine();
      await mixedBatch(line, size, '+1202');
      const { trips, outcomes } = await mixedBatch(line, size, '+1303');
      await line.close();
      expect(outcomes).toHaveLength(size);
      expect(new Set(outcomes)).toEqual(new Set(['created', 'joined', 'reopened']));
      expect(trips).toBeLessThanOrEqual(MOST_ROUND_TRIPS);
      expect(trips).toBeGreaterThan(9);
    },
    60_000,
  );
} else {
  it('counts round trips on MariaDB: run by test:services', () => {
    expect(onServices()).toBe(false);
  });
}

/** Two thirds of the senders are known, half of these with a closed request. */
async function mixedBatch(line: Line, size: number, area: string) {
  const people = Array.from({ length: size }, (_, index) => `${area}${index}`);
  await line.receive(people.slice(0, Math.ceil((size * 2) / 3)));
  await line.register();
  await line.closeEveryOther(area);
  await line.receive(people);
  const before = await line.statements();
  const outcomes = await line.register();
  // The second question counts itself.
  return { outcomes, trips: (await line.statements()) - before - 1 };
}

type Line = Awaited<ReturnType<typeof openLine>>;

/** The line over one registering connection, whose statements the server counts. */
async function openLine() {
  const url = await freshDatabase();
  const general = await MariadbPool.open(url, 'general');
  const register = await MariadbPool.open(url, 'register');
  await runMigrations(general.dataSource);
  const clock = new FakeClock();
  const newId = timeOrderedIds(clock);
  const files = new MemoryFileStore(clock);
  const stores = storesOver({
    ...{ general, accept: general, outbox: general, newId },
    registration: {
      batchSize: MARIADB_BATCH,
      transactions: register,
      commitAside: (write) => general.transaction(write),
    },
  });
  const accounts = new FakeAccounts();
  const ports: RegisterPorts = {
    ...{ store: stores.registrations, files, clock, newId, checkpoint: noCheckpoint },
    accounts,
    parsing: new ParseAhead({ store: stores.registrations, accounts, files }),
    links: signedLinks([Buffer.alloc(32, 7)]),
    replyTokens: replyTokens([Buffer.alloc(32, 7)]),
    pageLinks: pageLinks([Buffer.alloc(32, 8)]),
    town: () => defaultTown,
    knowledge: () => intakeKnowledge([], []),
    acknowledgementCap: defaultAcknowledgementCap,
  };
  return {
    async receive(addresses: readonly string[]) {
      clock.advance(MINUTE);
      const envelopes = addresses.map((address) =>
        fakeEnvelope(fakeMessage({ text: `Hydrant ${address}`, sender: { address } })),
      );
      const batch = { channelAccountId: fakeAccountId, envelopes, wholeRequest: null };
      const rows = await toRows({ ...batch, receivedAt: clock.now() }, files);
      await stores.envelopes.insert(rows.map((row) => ({ ...row, lane: LANE })));
    },
    async register() {
      const result = await registerBatch(ports, [LANE]);
      return result.kind === 'registered' ? result.outcomes : [];
    },
    async closeEveryOther(area: string) {
      const open = await stores.requests.stream({ open: true, after: null, limit: 400 });
      const ours = open.filter(({ subject }) => subject.includes(area));
      for (const { number, id } of ours.filter((_, index) => index % 2 === 0)) {
        await stores.requests.change(number, (transaction) =>
          transaction.close({
            ...{ id, status: 'resolved', reason: 'work_done', sentence: 'Done.' },
            breachReason: null,
            closedAt: clock.now(),
          }),
        );
      }
    },
    statements: () => statementsOf(register),
    async close() {
      await Promise.all([general.close(), register.close()]);
    },
  };
}

/** As the server counts them for this connection, START and COMMIT included. */
async function statementsOf(database: SqlDatabase): Promise<number> {
  const ask = async (session: SqlSession) => {
    const sql = "SHOW SESSION STATUS LIKE 'Questions'";
    const [row] = await session.rows<{ readonly Value: string }>(sql, [], 'text');
    return Number(row?.Value);
  };
  return database.session(ask);
}

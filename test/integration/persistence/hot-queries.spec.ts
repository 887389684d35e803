import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import { MariadbPool } from '#persistence/mariadb/mariadb-pool';
import { runMigrations } from '#persistence/migrations/run-migrations';
import type { Dialect } from '#persistence/sql/dialect';
import type { SqlDatabase, SqlValue } from '#persistence/sql/sql-session';
import { openGatedDataSource } from '#persistence/sqlite/gated-data-source';
import { SqliteDatabase } from '#persistence/sqlite/sqlite-session';
import { takeAlertsSql } from '#persistence/stores/alert-store';
import { nextDigestSql } from '#persistence/stores/digest-store';
import { refusedSql } from '#persistence/stores/ladder/ladder-store';
import { accountsDueSql } from '#persistence/stores/outbox/accounts-with-work';
import { claimSql } from '#persistence/stores/outbox/claim-deliveries';
import { writeOutcomesSql } from '#persistence/stores/outbox/settle-deliveries';
import { findSendersSql } from '#persistence/stores/registration/find-senders';
import { dirtyLanesSql, pendingSql } from '#persistence/stores/registration/pending-envelopes';
import { settleEnvelopesSql } from '#persistence/stores/registration/settle-envelopes';
import { updateRequestsSql } from '#persistence/stores/registration/update-requests';
import {
  closedStreamAfterSql,
  openStreamSql,
  undeliveredSql,
} from '#persistence/stores/request/read-stream';
import { outdatedSql } from '#persistence/stores/sla/recount-store';
import { updateClocksSql } from '#persistence/stores/sla/update-clocks';
import { takeDueSql } from '#persistence/stores/sla/watch-store';

import { type DatabaseName, freshDatabase, ofThisRun } from '../../support/services.js';

interface Hot {
  readonly what: string;
  readonly dialects: readonly Dialect[];
  readonly sql: (dialect: Dialect) => string;
  readonly values: readonly SqlValue[];
  /** Indexes of which each must be used. */
  readonly uses: readonly string[];
}

const both = ['mariadb', 'sqlite'] as const;
const key = identityKeyOf('account', 'address');
const id = '01990000-0000-7000-8000-000000000001';
const at = '2026-11-16 15:00:00.000';

const hot: readonly Hot[] = [
  {
    ...{ what: 'the dirty lanes', dialects: ['mariadb'], sql: () => dirtyLanesSql, values: [] },
    uses: ['ix_envelope_pending', 'Using index'],
  },
  {
    what: 'the pending envelopes',
    dialects: ['mariadb'],
    sql: () => pendingSql(2, 8),
    ...{ values: [1, 2], uses: ['ix_envelope_pending'] },
  },
  {
    what: 'the pending envelopes',
    dialects: ['sqlite'],
    sql: () => 'SELECT id FROM inbound_envelope WHERE state = 0 ORDER BY id LIMIT 32',
    ...{ values: [], uses: ['ix_envelope_pending'] },
  },
  {
    what: 'the senders of a batch',
    dialects: both,
    sql: (dialect) => findSendersSql(dialect, 2),
    values: [at, key, key, key, key],
    uses: ['uq_contact_point_address', 'uq_request_conversation', 'ix_request_contact_point'],
  },
  {
    what: 'the digest that is due',
    dialects: both,
    sql: nextDigestSql,
    ...{ values: [at], uses: ['ix_digest_due'] },
  },
  {
    what: 'the clocks that a changed calendar left behind',
    dialects: both,
    sql: (dialect) => outdatedSql({ dialect }),
    ...{ values: ['default', 2, 200], uses: ['ix_clock_calendar'] },
  },
  {
    what: 'the outcomes of a batch',
    dialects: ['mariadb'],
    sql: () => settleEnvelopesSql(2),
    values: [1, 1, 'created', null, id, 2, 1, 'created', null, id],
    uses: ['PRIMARY'],
  },
  {
    what: 'the changes of requests',
    dialects: ['mariadb'],
    sql: () => updateRequestsSql(1),
    values: [id, 'new', key, 1, at, at, 'key', null, at, 1, null],
    uses: ['PRIMARY'],
  },
  {
    what: 'an accepted envelope by its key',
    dialects: both,
    sql: () => 'SELECT id FROM inbound_envelope WHERE dedupeKey = ?',
    ...{ values: [dedupeKeyOf('account', '7')], uses: ['uq_envelope_dedupe'] },
  },
  {
    what: 'the accounts with work',
    dialects: both,
    sql: accountsDueSql,
    values: [at, at, at, at],
    uses: ['ix_outbox_claim'],
  },
  {
    what: 'what may be sent',
    dialects: both,
    sql: (dialect) => claimSql(dialect, 20),
    ...{ values: [id, at, id, at], uses: ['ix_outbox_claim'] },
  },
  {
    what: 'the outcomes of sends',
    dialects: ['mariadb'],
    sql: () => writeOutcomesSql(1),
    values: [id, 1, 1, 2, Buffer.from('SM1'), null, null, null, at, null, null],
    uses: ['PRIMARY', 'uq_attempt_number'],
  },
  {
    what: 'answers that were refused',
    dialects: both,
    sql: () => refusedSql(100),
    ...{ values: [at], uses: ['ix_outbox_ladder'] },
  },
  {
    what: 'what could not be delivered',
    dialects: both,
    sql: () => undeliveredSql(50),
    ...{ values: [at, at, id], uses: ['ix_undelivered'] },
  },
  {
    what: 'leases that ran out',
    dialects: both,
    sql: () =>
      'SELECT id FROM outbox_entry WHERE state = 1 AND leaseUntil <= ? ORDER BY leaseUntil, id LIMIT 100',
    ...{ values: [at], uses: ['ix_outbox_lease'] },
  },
  {
    what: 'unknown ones that are due for a look',
    dialects: both,
    sql: () =>
      'SELECT id FROM outbox_entry WHERE state = 4 AND reconcileAt <= ? ORDER BY reconcileAt, id LIMIT 100',
    ...{ values: [at], uses: ['ix_outbox_reconcile'] },
  },
  {
    what: 'the clocks of which something is to be noticed',
    dialects: both,
    sql: (dialect) => takeDueSql(dialect, 250),
    ...{ values: [at], uses: ['ix_clock_step'] },
  },
  {
    what: 'the clocks that were looked at',
    dialects: ['mariadb'],
    sql: () => updateClocksSql(1),
    values: [id, 'running', at, 1, null, null, null, null, 50, at],
    uses: ['PRIMARY'],
  },
  {
    what: 'the alerts that are due for a look',
    dialects: both,
    sql: (dialect) => takeAlertsSql(dialect, 100),
    ...{ values: [at], uses: ['ix_alert_look'] },
  },
  {
    what: 'a page of the stream',
    dialects: both,
    sql: () => openStreamSql(50),
    ...{ values: ['000000000000'], uses: ['ix_request_stream'] },
  },
  {
    what: 'a page of the closed ones',
    dialects: both,
    sql: () => closedStreamAfterSql(50),
    ...{ values: [at, at, id], uses: ['ix_request_closed'] },
  },
];

const openers: Readonly<
  Record<DatabaseName, () => Promise<SqlDatabase & { close(): Promise<void> }>>
> = {
  sqlite: async () => {
    const { dataSource, connection, gate } = await openGatedDataSource(':memory:');
    await runMigrations(dataSource);
    const database = new SqliteDatabase(connection, gate);
    return Object.assign(database, { close: () => dataSource.destroy() });
  },
  mariadb: async () => {
    const pool = await MariadbPool.open(await freshDatabase(), 'general');
    await runMigrations(pool.dataSource);
    return pool;
  },
};

describe.each(ofThisRun(openers))('hot queries (%s)', (dialect, open) => {
  let database: SqlDatabase & { close(): Promise<void> };
  beforeAll(async () => {
    database = await open();
    await fill(database);
  }, 60_000);
  afterAll(() => database.close());

  const ours = hot.filter(({ dialects }) => dialects.some((known) => known === dialect));
  it.each(ours)('$what: nothing is sorted or walked through', async ({ sql, values, uses }) => {
    const explain = dialect === 'mariadb' ? 'EXPLAIN ' : 'EXPLAIN QUERY PLAN ';
    const plan = await database.session((session) => session.rows(explain + sql(dialect), values));
    const words = JSON.stringify(plan);
    for (const index of uses) expect(words).toContain(index);
    expect(words).not.toMatch(/filesort|TEMP B-TREE FOR ORDER/);
    for (const table of large) expect(words).not.toContain(`SCAN ${table}"`);
  });
});

/** Tables that grow with the years, as the plans call them; a scan of a partial index is meant. */
const large = ['inbound_envelope', 'p', 'r', 'a', 'o', 'outbox_entry', 'e'];

/** Enough rows that walking through them would not look cheap. */
async function fill(database: SqlDatabase): Promise<void> {
  const rows = 2_000;
  await database.transaction(async (session) => {
    for (let row = 0; row < rows; row += 1) {
      const own = `01990000-0000-7000-8000-${String(row).padStart(12, '0')}`;
      const state = row % 20 === 0 ? 0 : 1;
      await session.run(
        'INSERT INTO inbound_envelope (channelAccountId, dedupeKey, identityKey, lane, state, contentType, rawSha256, receivedAt) VALUES (?,?,?,?,?,?,?,?)',
        [
          id,
          dedupeKeyOf('account', String(row)),
          key,
          row % 64,
          state,
          'text',
          Buffer.alloc(32),
          at,
        ],
      );
      await session.run(
        'INSERT INTO contact_point (id, contactId, kind, address, addressKey, createdAt) VALUES (?,?,?,?,?,?)',
        [own, own, 'phone', own, identityKeyOf('address', own), at],
      );
      await session.run(
        'INSERT INTO service_request (id, number, channelAccountId, contactPointId, conversationKey, status, subject, language, channelRef, requestedAt, receivedAt, arrivedLate, unverifiedSender, awaitsReply, streamKey, closedAt, lastMessageAt, messageCount) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)',
        [
          own,
          `N${row}`,
          id,
          own,
          identityKeyOf('conversation', own),
          'new',
          's',
          'en',
          'r',
          at,
          at,
          0,
          0,
          1,
          row % 2 === 0 ? `k${own}` : null,
          row % 2 === 0 ? null : at,
          at,
          1,
        ],
      );
      await session.run(
        'INSERT INTO outbox_entry (id, requestId, channelAccountId, kind, priority, state, channelRef, body, requestNumber, dueAt, createdAt) VALUES (?,?,?,?,?,?,?,?,?,?,?)',
        [own, own, id, 'reply', row % 4, state === 0 ? 0 : 2, 'r', 'b', 'N', at, at],
      );
      await session.run(
        'INSERT INTO delivery_attempt (id, outboxId, number, startedAt) VALUES (?,?,?,?)',
        [own, own, 1, at],
      );
    }
  });
  if (database.dialect === 'mariadb') {
    const tables =
      'inbound_envelope, contact_point, service_request, outbox_entry, delivery_attempt';
    await database.session((session) => session.rows(`ANALYZE TABLE ${tables}`, [], 'text'));
  }
}

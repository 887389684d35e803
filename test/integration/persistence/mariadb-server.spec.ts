import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';

import { StoreUnavailable } from '#core/error/store-errors';
import { MariadbPool } from '#persistence/mariadb/mariadb-pool';
import { openDatabase } from '#persistence/open-database';

import {
  createDatabase,
  type PrivateMariadb,
  startPrivateMariadb,
} from '../../support/private-mariadb.js';
import { onServices } from '../../support/services.js';

if (onServices()) {
  describe('a MariaDB that must not be trusted', () => {
    let server: PrivateMariadb;
    let url: string;
    beforeAll(async () => {
      server = await startPrivateMariadb({
        bufferPool: '64M',
        args: [
          '--innodb-flush-log-at-trx-commit=2',
          '--skip-innodb-doublewrite',
          '--sql-mode=',
          '--log-bin',
          '--sync-binlog=0',
          '--max-allowed-packet=1M',
        ],
      });
      url = await createDatabase(server.url, 'weak');
      await ask(url, 'ALTER DATABASE weak CHARACTER SET latin1');
    }, 60_000);
    afterAll(() => server.stop());

    it('is refused with all its faults at once, each with a remedy', async () => {
      const opening = await openDatabase({ dialect: 'mariadb', url });
      expect(opening.kind).toBe('refused');
      const faults = opening.kind === 'refused' ? opening.faults : [];
      expect(faults.map(({ setting }) => setting)).toEqual([
        'innodb_flush_log_at_trx_commit',
        'sync_binlog',
        'innodb_doublewrite',
        'sql_mode',
        'max_allowed_packet',
        'character_set_database',
      ]);
      for (const { remedy } of faults) expect(remedy).toMatch(/^[A-Z].*\.$/);
    });
  });

  describe('a MariaDB that goes away', () => {
    let server: PrivateMariadb;
    let url: string;
    beforeAll(async () => {
      server = await startPrivateMariadb({ bufferPool: '64M' });
      url = await createDatabase(server.url, 'town');
    }, 60_000);
    afterAll(() => server.stop());

    it('is asked again over a fresh connection when it ended an idle one', async () => {
      const pool = await MariadbPool.open(url, 'outbox');
      await pool.session((session) => session.run('SET SESSION wait_timeout = 1'));
      const first = await connectionId(pool);
      await pause(6_000);
      expect(await connectionId(pool)).not.toBe(first);
      await pool.close();
    }, 30_000);

    it('replaces an idle connection that was ended while the event loop was busy', async () => {
      const pool = await MariadbPool.open(url, 'outbox');
      await pool.session((session) => session.run('SET SESSION wait_timeout = 1'));
      const first = await connectionId(pool);
      block(5_000);
      expect(await connectionId(pool)).not.toBe(first);
      await pool.close();
    }, 30_000);

    it('ends the transaction of a worker that was frozen, and says so', async () => {
      const pool = await MariadbPool.open(url, 'register');
      const seconds = await pool.session((session) =>
        session.rows<{ readonly s: number }>('SELECT @@SESSION.wait_timeout AS s'),
      );
      expect(seconds[0]?.s).toBe(15);
      const frozen = pool.transaction(async (session) => {
        await session.run('SET SESSION wait_timeout = 1');
        block(3_000);
        await session.rows('SELECT 1');
      });
      await expect(frozen).rejects.toThrow(StoreUnavailable);
      expect(await connectionId(pool)).toBeGreaterThan(0);
      await pool.close();
    }, 30_000);

    it('fails what is under way as unavailable, and works again once it is back', async () => {
      const pool = await MariadbPool.open(url, 'general');
      const underWay = pool.session((session) => session.rows('SELECT SLEEP(20)'));
      await pause(300);
      await server.kill();
      await expect(underWay).rejects.toThrow(StoreUnavailable);
      await expect(connectionId(pool)).rejects.toThrow(StoreUnavailable);
      await server.restart();
      expect(await connectionId(pool)).toBeGreaterThan(0);
      await pool.close();
    }, 60_000);

    it('is unavailable, not wrong, when nobody listens at its address', async () => {
      const nobody = 'mysql://townline:secret@127.0.0.1:1/town';
      await expect(openDatabase({ dialect: 'mariadb', url: nobody })).rejects.toThrow(
        StoreUnavailable,
      );
    });

    it('counts time and reads committed rows alike on every connection', async () => {
      for (const role of ['general', 'accept', 'register', 'outbox'] as const) {
        const pool = await MariadbPool.open(url, role);
        const [row] = await pool.session((session) =>
          session.rows<{ readonly zone: string; readonly isolation: string }>(
            'SELECT @@SESSION.time_zone AS zone, @@SESSION.tx_isolation AS isolation',
          ),
        );
        expect(row).toEqual({ zone: '+00:00', isolation: 'READ-COMMITTED' });
        await pool.close();
      }
    });
  });
} else {
  it('is tested with a private MariaDB: run by test:services', () => {
    expect(onServices()).toBe(false);
  });
}

async function connectionId(pool: MariadbPool): Promise<number> {
  const [row] = await pool.session((session) =>
    session.rows<{ readonly id: number }>('SELECT CONNECTION_ID() AS id'),
  );
  return row?.id ?? 0;
}

async function ask(url: string, sql: string): Promise<void> {
  const connection = await createConnection({ uri: url });
  await connection.query(sql);
  await connection.end();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** As a stopped process: no event is seen until it goes on. */
function block(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

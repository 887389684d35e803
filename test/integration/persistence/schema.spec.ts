import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';

import { MariadbPool } from '#persistence/mariadb/mariadb-pool';
import { migrationStatus, runMigrations } from '#persistence/migrations/run-migrations';
import { openGatedDataSource } from '#persistence/sqlite/gated-data-source';

import { type DatabaseName, freshDatabase, ofThisRun, onServices } from '../../support/services.js';

const openers: Readonly<Record<DatabaseName, () => Promise<DataSource>>> = {
  sqlite: async () => (await openGatedDataSource(':memory:')).dataSource,
  mariadb: async () => (await MariadbPool.open(await freshDatabase(), 'general')).dataSource,
};

describe.each(ofThisRun(openers))('the tables (%s)', (_, open) => {
  let dataSource: DataSource;
  beforeAll(async () => {
    dataSource = await open();
  });
  afterAll(() => dataSource.destroy());

  it('wait for their migrations, which run once', async () => {
    const before = await migrationStatus(dataSource);
    expect(before.run).toEqual([]);
    const ran = await runMigrations(dataSource);
    expect(ran).toEqual(before.waiting);
    expect(await runMigrations(dataSource)).toEqual([]);
    expect(await migrationStatus(dataSource)).toEqual({ run: before.waiting, waiting: [] });
  });

  it('are what the entities say: nothing would have to change', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('show it when an index, a length or a column is another one', async () => {
    const runner = dataSource.createQueryRunner();
    const quote = dataSource.options.type === 'mariadb' ? '`' : '"';
    await runner.query(`ALTER TABLE ${quote}contact${quote} ADD surplus integer NULL`);
    await runner.release();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.length).toBeGreaterThan(0);
  });

  it('have the 64 lanes', async () => {
    const lanes: unknown[] = await dataSource.query('SELECT lane FROM intake_lane');
    expect(lanes).toHaveLength(64);
  });
});

if (onServices()) {
  describe('processes that start together (mariadb)', () => {
    it('migrate one after the other, and only one does the work', async () => {
      const url = await freshDatabase();
      const pools = await Promise.all([1, 2, 3].map(() => MariadbPool.open(url, 'general')));
      const ran = await Promise.all(pools.map((pool) => runMigrations(pool.dataSource)));
      const [first, second, all = []] = ran.toSorted((one, other) => one.length - other.length);
      expect([first, second]).toEqual([[], []]);
      expect(all).toContain('TheLine1795392000000');
      await Promise.all(pools.map((pool) => pool.close()));
    });

    it('compare ids byte by byte, whatever the database’s own collation', async () => {
      const pool = await MariadbPool.open(await freshDatabase(), 'general');
      await pool.dataSource.query('ALTER DATABASE COLLATE utf8mb4_general_ci');
      await runMigrations(pool.dataSource);
      const columns: { readonly type: string; readonly collation: string }[] =
        await pool.dataSource.query(
          'SELECT COLUMN_TYPE AS type, COLLATION_NAME AS collation FROM information_schema.COLUMNS ' +
            "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'schema_migration' AND COLLATION_NAME IS NOT NULL",
        );
      const collations = new Set(columns.map(({ collation }) => collation));
      expect([...collations].toSorted()).toEqual(['ascii_bin', 'utf8mb4_unicode_ci']);
      const ids = columns.filter(({ type }) => type === 'varchar(36)');
      expect(new Set(ids.map(({ collation }) => collation))).toEqual(new Set(['ascii_bin']));
      const { upQueries } = await pool.dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
      await pool.close();
    });
  });
}

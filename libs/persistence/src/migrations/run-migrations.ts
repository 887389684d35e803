import { createHash } from 'node:crypto';

import type { DataSource } from 'typeorm';

import { StoreUnavailable } from '#core/error/store-errors';

import { classifyError } from '../sql/classify-error.js';

export interface MigrationStatus {
  /** In the order they were run. */
  readonly run: readonly string[];
  readonly waiting: readonly string[];
}

/** How long a process waits while another one migrates. */
const LOCK_WAIT_SECONDS = 60;

/**
 * Brings the tables up to date. On MariaDB under a named lock, so that of several processes that
 * start together one migrates and the others find it done; the data folder's lock covers SQLite.
 *
 * @returns the names of those that were run now.
 */
export async function runMigrations(dataSource: DataSource): Promise<readonly string[]> {
  const migrate = async () => {
    const migrations = await dataSource.runMigrations({ transaction: 'each' });
    return migrations.map(({ name }) => name);
  };
  return dataSource.options.type === 'mariadb' ? underLock(dataSource, migrate) : migrate();
}

export async function migrationStatus(dataSource: DataSource): Promise<MigrationStatus> {
  const known = dataSource.migrations.map(
    (migration) => migration.name ?? migration.constructor.name,
  );
  const run = await alreadyRun(dataSource);
  return { run, waiting: known.filter((name) => !run.includes(name)) };
}

async function alreadyRun(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('schema_migration'))) return [];
    const rows = (await runner.query('SELECT name FROM schema_migration ORDER BY id')) as {
      readonly name: string;
    }[];
    return rows.map(({ name }) => name);
  } finally {
    await runner.release();
  }
}

async function underLock<Value>(
  dataSource: DataSource,
  work: () => Promise<Value>,
): Promise<Value> {
  const holder = dataSource.createQueryRunner();
  const name = await lockName(dataSource);
  try {
    const [answer] = (await holder.query('SELECT GET_LOCK(?, ?) AS held', [
      name,
      LOCK_WAIT_SECONDS,
    ])) as { readonly held: number | null }[];
    if (answer?.held !== 1) {
      throw new StoreUnavailable('another process has been migrating for a minute');
    }
    return await work();
  } catch (error) {
    throw classifyError('mariadb', error);
  } finally {
    await holder.query('DO RELEASE_LOCK(?)', [name]).catch(() => undefined);
    await holder.release();
  }
}

/** Lock names are the server's, not the database's, and at most 64 characters. */
async function lockName(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query<{ readonly name: string }[]>('SELECT DATABASE() AS name');
  const digest = createHash('sha256')
    .update(row?.name ?? '')
    .digest('hex')
    .slice(0, 32);
  return `townline-migrate-${digest}`;
}

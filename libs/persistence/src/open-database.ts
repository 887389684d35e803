import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { StoreUnavailable } from '#core/error/store-errors';
import { timeOrderedIds } from '#core/identity/time-ordered-id';

import { databaseClock } from './clock/database-clock.js';
import type { Database, DatabaseOpening } from './database.js';
import { mariadbFaults } from './mariadb/mariadb-durability.js';
import { MARIADB_BATCH, MariadbPool } from './mariadb/mariadb-pool.js';
import { migrationStatus, runMigrations } from './migrations/run-migrations.js';
import { classifyError } from './sql/classify-error.js';
import type { SqliteConnection } from './sqlite/better-sqlite3-shape.js';
import { lockDataFolder } from './sqlite/data-folder-lock.js';
import { openGatedDataSource } from './sqlite/gated-data-source.js';
import { sqliteFaults } from './sqlite/sqlite-durability.js';
import { SqliteDatabase } from './sqlite/sqlite-session.js';
import { storesOver } from './stores/all-stores.js';

export type DatabaseOptions =
  | {
      readonly dialect: 'mariadb';
      /** As in `mysql://user:password@host:3306/townline`. */
      readonly url: string;
    }
  | {
      readonly dialect: 'sqlite';
      /** The data folder; made when missing. */
      readonly folder: string;
    };

/**
 * Opens the database and checks that it keeps what it acknowledges. The tables may still have to be
 * migrated: see `migrations`. Throws `StoreUnavailable` when the server cannot be reached.
 *
 * @example
 * const opening = await openDatabase({ dialect: 'sqlite', folder: './data' });
 * if (opening.kind === 'open') await opening.database.migrations.run();
 */
export function openDatabase(options: DatabaseOptions): Promise<DatabaseOpening> {
  return options.dialect === 'mariadb' ? openMariadb(options.url) : openSqlite(options.folder);
}

async function openMariadb(url: string): Promise<DatabaseOpening> {
  const general = await MariadbPool.open(url, 'general');
  const faults = await general.session(mariadbFaults);
  if (faults.length > 0) {
    await general.close();
    return { kind: 'refused', faults };
  }
  const accept = await MariadbPool.open(url, 'accept');
  const register = await MariadbPool.open(url, 'register');
  const outbox = await MariadbPool.open(url, 'outbox');
  const clock = await databaseClock(general);
  const { dataSource } = general;
  const database: Database = {
    dialect: 'mariadb',
    clock,
    ...storesOver({
      general,
      accept,
      outbox,
      registration: {
        batchSize: MARIADB_BATCH,
        transactions: register,
        commitAside: (write) => general.transaction(write),
      },
      newId: timeOrderedIds(clock),
    }),
    migrations: {
      run: () => runMigrations(dataSource),
      status: () => migrationStatus(dataSource),
    },
    ping: () => general.session((session) => session.rows('SELECT 1')).then(() => undefined),
    async close() {
      clock.stop();
      await Promise.all([general, accept, register, outbox].map((pool) => pool.close()));
    },
  };
  return { kind: 'open', database };
}

/** The calls block the event loop: half of MariaDB's longest pause for 15 % of the rate. */
const SQLITE_BATCH = 32;

async function openSqlite(folder: string): Promise<DatabaseOpening> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = lockDataFolder(folder);
  if (lock.kind === 'taken') return { kind: 'refused', faults: [folderTaken(folder)] };
  const { dataSource, connection, gate } = await openGatedDataSource(
    join(folder, 'townline.sqlite'),
  );
  const faults = sqliteFaults(connection);
  if (faults.length > 0) {
    await dataSource.destroy();
    lock.release();
    return { kind: 'refused', faults };
  }
  const all = new SqliteDatabase(connection, gate);
  const clock = await databaseClock(all);
  const database: Database = {
    dialect: 'sqlite',
    clock,
    ...storesOver({
      general: all,
      accept: all,
      outbox: all,
      registration: {
        batchSize: SQLITE_BATCH,
        transactions: all,
        commitAside: (write) => all.commitAhead(write),
      },
      newId: timeOrderedIds(clock),
    }),
    migrations: {
      run: () => runMigrations(dataSource),
      status: () => migrationStatus(dataSource),
    },
    ping: () => all.session((session) => session.rows('SELECT 1')).then(() => undefined),
    async close() {
      await gate.hold(() => {
        emptyLog(connection);
        return dataSource.destroy();
      });
      lock.release();
    },
  };
  return { kind: 'open', database };
}

/**
 * Makes a stopped town one file that can be copied. On a full disk the log stays beside it; together
 * they are complete.
 */
function emptyLog(connection: SqliteConnection): void {
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!(classifyError('sqlite', error) instanceof StoreUnavailable)) throw error;
  }
}

function folderTaken(folder: string) {
  return {
    setting: 'data folder',
    problem: `The data folder ${folder} is in use by another process.`,
    remedy: 'End the other one, or give this one a folder of its own with TOWNLINE_DATA_DIR.',
  };
}

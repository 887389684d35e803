import { DataSource, type EntityManager } from 'typeorm';
import { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';

import { allTables } from '../entities/all-tables.js';
import { entitySchemaOf } from '../entities/table.js';
import { TheLine } from '../migrations/sqlite/1795392000000-the-line.js';
import { TheMail } from '../migrations/sqlite/1795478400000-the-mail.js';
import { ThePromise } from '../migrations/sqlite/1795564800000-the-promise.js';
import { Texting } from '../migrations/sqlite/1795651200000-texting.js';
import { SqliteConnection } from './better-sqlite3-shape.js';
import { ConnectionGate } from './connection-gate.js';

export interface GatedDataSource {
  readonly dataSource: DataSource;
  readonly connection: SqliteConnection;
  readonly gate: ConnectionGate;
}

const BUSY_TIMEOUT_MS = 5_000;
/** After a checkpoint the log is cut back to this size. */
const LOG_SIZE_BYTES = 64 * 1024 * 1024;

/** TypeORM over the embedded database, every way to its one connection through the gate. */
export async function openGatedDataSource(file: string): Promise<GatedDataSource> {
  const opened: SqliteConnection[] = [];
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: file,
    driver: SqliteConnection,
    // The connection keeps the one cache.
    statementCacheSize: 0,
    timeout: BUSY_TIMEOUT_MS,
    prepareDatabase: (connection: SqliteConnection) => {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
      connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      connection.pragma(`journal_size_limit = ${LOG_SIZE_BYTES}`);
      opened.push(connection);
    },
    entities: allTables.map((table) => entitySchemaOf(table, 'sqlite')),
    migrations: [TheLine, TheMail, ThePromise, Texting],
    migrationsTableName: 'schema_migration',
    synchronize: false,
    logging: false,
  });
  const gate = new ConnectionGate();
  installGate(dataSource, gate);
  await dataSource.initialize();
  const [connection] = opened;
  if (connection === undefined) throw new Error('TypeORM did not open the embedded database.');
  return { dataSource, connection, gate };
}

/** Each call gives a runner of its own instead of the driver's shared one, so that each can wait. */
function installGate(dataSource: DataSource, gate: ConnectionGate): void {
  const { driver, manager } = dataSource;
  if (!(driver instanceof BetterSqlite3Driver)) throw new Error('The gate is for SQLite only.');
  driver.createQueryRunner = () => new GatedQueryRunner(driver, gate);
  gateTransactions(manager, gate);
}

/** Inside a transaction, a repository of the global manager would wait for itself: an error instead. */
function gateTransactions(manager: EntityManager, gate: ConnectionGate): void {
  const transaction = manager.transaction.bind(manager) as (
    ...given: unknown[]
  ) => Promise<unknown>;
  const gated = (...given: unknown[]) =>
    transaction(
      // The function is not always the last argument: `undefined` may follow it.
      ...given.map((argument) => (isWork(argument) ? asHolder(argument, gate) : argument)),
    );
  manager.transaction = gated;
}

type Work = (manager: EntityManager) => Promise<unknown>;

function isWork(argument: unknown): argument is Work {
  return typeof argument === 'function';
}

function asHolder(work: Work, gate: ConnectionGate): Work {
  return (manager) => gate.asHolder(() => work(manager));
}

class GatedQueryRunner extends BetterSqlite3QueryRunner {
  private holds = false;

  constructor(
    driver: BetterSqlite3Driver,
    private readonly gate: ConnectionGate,
  ) {
    super(driver);
  }

  override async startTransaction(): Promise<void> {
    if (this.transactionDepth === 0) {
      await this.gate.enter();
      this.holds = true;
    }
    try {
      await super.startTransaction();
    } catch (error) {
      if (this.transactionDepth === 0) this.giveBack();
      throw error;
    }
  }

  override async commitTransaction(): Promise<void> {
    await super.commitTransaction();
    if (!this.isTransactionActive) this.giveBack();
  }

  override async rollbackTransaction(): Promise<void> {
    try {
      await super.rollbackTransaction();
    } finally {
      if (!this.isTransactionActive) this.giveBack();
    }
  }

  override async release(): Promise<void> {
    if (this.holds && this.isTransactionActive) await this.rollbackTransaction();
    await super.release();
  }

  override async query<Answer = unknown>(
    sql: string,
    values?: unknown[],
    structured?: boolean,
  ): Promise<Answer> {
    // A write lock taken at the first write could fail in mid-transaction; taken here it waits.
    const statement = sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql;
    const ask = () => super.query(statement, values, structured) as Promise<Answer>;
    return this.holds ? ask() : this.gate.hold(ask);
  }

  private giveBack(): void {
    if (!this.holds) return;
    this.holds = false;
    this.gate.leave();
  }
}

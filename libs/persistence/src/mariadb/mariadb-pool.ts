import { createPool, type Pool, type PoolConnection, type PoolOptions } from 'mysql2';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';

import { allTables } from '../entities/all-tables.js';
import { entitySchemaOf } from '../entities/table.js';
import { TheLine } from '../migrations/mariadb/1795392000000-the-line.js';
import { TheMail } from '../migrations/mariadb/1795478400000-the-mail.js';
import { ThePromise } from '../migrations/mariadb/1795564800000-the-promise.js';
import { Texting } from '../migrations/mariadb/1795651200000-texting.js';
import { classifyError } from '../sql/classify-error.js';
import type { PreparedSizes } from '../sql/placeholders.js';
import type { SqlDatabase, SqlSession } from '../sql/sql-session.js';
import { MariadbSession } from './mariadb-session.js';

/**
 * What a set of connections is for. Each role has few of its own, so that no role starves another:
 * `accept` counts duplicates by changed rows; a `register` transaction whose process was frozen is
 * ended by the server after 15 s, which frees its lanes.
 */
export type MariadbRole = 'general' | 'accept' | 'register' | 'outbox';

/** Envelopes of one registration and rows of one acceptance. */
export const MARIADB_BATCH = 128;

interface RoleSettings {
  readonly connections: number;
  readonly prepared: PreparedSizes;
  readonly flags: readonly string[];
  readonly session: string;
}

const roles: Readonly<Record<MariadbRole, RoleSettings>> = {
  general: { connections: 4, prepared: { upTo: 16, batch: MARIADB_BATCH }, flags: [], session: '' },
  // Two: bodies over 64 KiB are written beside the small ones.
  accept: {
    connections: 2,
    prepared: { upTo: 32, batch: MARIADB_BATCH },
    flags: ['-FOUND_ROWS'],
    session: '',
  },
  register: {
    connections: 3,
    prepared: { upTo: 16, batch: MARIADB_BATCH },
    flags: [],
    session: ', SESSION wait_timeout = 15, SESSION innodb_lock_wait_timeout = 5',
  },
  outbox: {
    connections: 2,
    prepared: { upTo: 20, batch: 20 },
    flags: [],
    session: ', SESSION innodb_lock_wait_timeout = 5',
  },
};

const CONNECT_TIMEOUT_MS = 5_000;
/** Idle longer than this, a connection is asked whether it still lives: the server may have ended it. */
const PING_AFTER_MS = 4_000;

/** The connections of one role, held by a TypeORM data source. */
export class MariadbPool implements SqlDatabase {
  readonly dialect = 'mariadb';
  private readonly usedAt = new WeakMap<PoolConnection, number>();

  private constructor(
    readonly dataSource: DataSource,
    private readonly prepared: PreparedSizes,
  ) {}

  /** @param url as in `mysql://user:password@host:3306/townline`. */
  static async open(url: string, role: MariadbRole): Promise<MariadbPool> {
    const dataSource = new DataSource(optionsOf(url, role));
    try {
      await dataSource.initialize();
    } catch (error) {
      throw classifyError('mariadb', error);
    }
    return new MariadbPool(dataSource, roles[role].prepared);
  }

  async transaction<Value>(work: (session: SqlSession) => Promise<Value>): Promise<Value> {
    return this.withSession(async (session) => {
      await session.control('START TRANSACTION');
      try {
        const value = await work(session);
        await session.control('COMMIT');
        return value;
      } catch (error) {
        await rollBack(session);
        throw error;
      }
    });
  }

  session<Value>(work: (session: SqlSession) => Promise<Value>): Promise<Value> {
    return this.withSession(work);
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  private async withSession<Value>(
    work: (session: MariadbSession) => Promise<Value>,
  ): Promise<Value> {
    const { runner, connection } = await this.acquire();
    const session = new MariadbSession(connection, this.prepared);
    try {
      return await work(session);
    } finally {
      this.usedAt.set(connection, performance.now());
      if (session.broken) connection.destroy();
      await runner.release();
    }
  }

  /** Takes a connection that answers; those that the server has ended meanwhile are replaced. */
  private async acquire(): Promise<{ runner: QueryRunner; connection: PoolConnection }> {
    for (;;) {
      const runner = this.dataSource.createQueryRunner();
      const connection = await connect(runner);
      const usedAt = this.usedAt.get(connection);
      const isFresh = usedAt === undefined || performance.now() - usedAt < PING_AFTER_MS;
      if (isFresh || (await answers(connection))) return { runner, connection };
      connection.destroy();
      await runner.release();
    }
  }
}

function optionsOf(url: string, role: MariadbRole): DataSourceOptions {
  const { connections, flags, session } = roles[role];
  return {
    type: 'mariadb',
    url,
    driver: { createPool: (options: PoolOptions) => preparedPool(options, session) },
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    flags: [...flags],
    extra: { connectionLimit: connections },
    entities: role === 'general' ? allTables.map((table) => entitySchemaOf(table, 'mariadb')) : [],
    migrations: role === 'general' ? [TheLine, TheMail, ThePromise, Texting] : [],
    migrationsTableName: 'schema_migration',
    synchronize: false,
    logging: false,
  };
}

/** Every connection is put in order before its first statement: queued first, it runs first. */
function preparedPool(options: PoolOptions, session: string): Pool {
  const pool = createPool(options);
  pool.on('connection', (connection) => {
    // A lost connection says so to the statement under way, or is found by the next ping.
    connection.on('error', () => undefined);
    const refused = (error: Error | null) => {
      if (error !== null) connection.destroy();
    };
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', refused);
    connection.query(`SET SESSION time_zone = '+00:00'${session}`, refused);
  });
  return pool;
}

async function connect(runner: QueryRunner): Promise<PoolConnection> {
  try {
    return (await runner.connect()) as PoolConnection;
  } catch (error) {
    await runner.release();
    throw classifyError('mariadb', error);
  }
}

function answers(connection: PoolConnection): Promise<boolean> {
  return new Promise((resolve) => {
    connection.ping((error) => {
      resolve(error === null);
    });
  });
}

async function rollBack(session: MariadbSession): Promise<void> {
  if (session.broken) return;
  try {
    await session.control('ROLLBACK');
  } catch {
    // The server rolls back when the connection ends.
    session.broken = true;
  }
}

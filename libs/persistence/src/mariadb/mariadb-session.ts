import type { PoolConnection, QueryOptions, ResultSetHeader } from 'mysql2';

import { StoreDataRefused } from '#core/error/store-errors';

import { classifyError, isConnectionLost } from '../sql/classify-error.js';
import type { Insert } from '../sql/insert.js';
import { type PreparedSizes, protocolFor } from '../sql/placeholders.js';
import type { Protocol, SqlSession, SqlValue } from '../sql/sql-session.js';

/** A server that says nothing for so long is gone: a network can swallow a connection silently. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** Our own statements over a connection that the ORM's pool lent us. */
export class MariadbSession implements SqlSession {
  readonly dialect = 'mariadb';
  /** The connection must not go back into the pool. */
  broken = false;

  constructor(
    private readonly connection: PoolConnection,
    private readonly prepared: PreparedSizes,
  ) {}

  async rows<Row extends object>(
    sql: string,
    values: readonly SqlValue[] = [],
    protocol: Protocol = 'prepared',
  ): Promise<readonly Row[]> {
    return (await this.send(sql, values, protocol)) as readonly Row[];
  }

  async run(
    sql: string,
    values: readonly SqlValue[] = [],
    protocol: Protocol = 'prepared',
  ): Promise<number> {
    return ((await this.send(sql, values, protocol)) as ResultSetHeader).affectedRows;
  }

  async runForId(sql: string, values: readonly SqlValue[]): Promise<number> {
    return ((await this.send(sql, values, 'prepared')) as ResultSetHeader).insertId;
  }

  async insert(into: Insert, values: readonly SqlValue[]): Promise<number> {
    const rows = values.length / into.columns.length;
    if (rows === 0) return 0;
    return this.run(into.sqlFor(rows), values, this.protocolFor(rows));
  }

  protocolFor(rows: number): Protocol {
    return protocolFor(rows, this.prepared);
  }

  async savepoint(work: () => Promise<void>): Promise<void> {
    await this.send('SAVEPOINT part', [], 'text');
    try {
      await work();
    } catch (error) {
      // Any other error ends the whole transaction; after a deadlock the savepoint is gone anyway.
      if (error instanceof StoreDataRefused)
        await this.send('ROLLBACK TO SAVEPOINT part', [], 'text');
      throw error;
    }
    await this.send('RELEASE SAVEPOINT part', [], 'text');
  }

  /** START TRANSACTION, COMMIT and their like, which cannot be prepared everywhere. */
  async control(sql: string): Promise<void> {
    await this.send(sql, [], 'text');
  }

  private send(sql: string, values: readonly SqlValue[], protocol: Protocol): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const options: QueryOptions = {
        sql,
        values: values as SqlValue[],
        timeout: STATEMENT_TIMEOUT_MS,
      };
      const answer = (error: Error | null, result: unknown) => {
        if (error === null) {
          resolve(result);
          return;
        }
        this.broken ||= isConnectionLost(error);
        reject(classifyError('mariadb', error));
      };
      if (protocol === 'prepared') this.connection.execute(options, answer);
      else this.connection.query(options, answer);
    });
  }
}

import type { Dialect } from './dialect.js';
import type { Insert } from './insert.js';

export type SqlValue = string | number | boolean | Buffer | null;

/**
 * How a statement travels to MariaDB. Prepared ones are cheaper but each text is kept by the
 * server, so what varies in length without end goes as text. SQLite prepares everything.
 */
export type Protocol = 'prepared' | 'text';

/**
 * A connection in one's own hands. Throws `StoreUnavailable`, `StoreConflict`, `StoreDataRefused`,
 * or the driver's error when the statement itself is wrong.
 */
export interface SqlSession {
  readonly dialect: Dialect;
  rows<Row extends object>(
    sql: string,
    values?: readonly SqlValue[],
    protocol?: Protocol,
  ): Promise<readonly Row[]>;
  /** How many rows the statement met, also when it left them as they were. */
  run(sql: string, values?: readonly SqlValue[], protocol?: Protocol): Promise<number>;
  /** The last auto-increment or `LAST_INSERT_ID(…)` value of the statement. */
  runForId(sql: string, values: readonly SqlValue[]): Promise<number>;
  /** @param values of all rows, one after the other; nothing happens when there are none. */
  insert(into: Insert, values: readonly SqlValue[]): Promise<number>;
  /** How a statement about so many rows should travel. */
  protocolFor(rows: number): Protocol;
  /** Undoes what `work` wrote when it throws `StoreDataRefused`, and throws it on. */
  savepoint(work: () => Promise<void>): Promise<void>;
}

/** A database, or the part of its connections that one role may use. */
export interface SqlDatabase {
  readonly dialect: Dialect;
  /** Commits what `work` did, or rolls all of it back when it throws. */
  transaction<Value>(work: (session: SqlSession) => Promise<Value>): Promise<Value>;
  /** A session whose statements commit one by one. */
  session<Value>(work: (session: SqlSession) => Promise<Value>): Promise<Value>;
}

import { StoreDataRefused } from '#core/error/store-errors';
import { truncateText } from '#core/text/well-formed';

import type { ColumnLimit } from '../entities/columns.js';
import { classifyError } from '../sql/classify-error.js';
import type { Insert } from '../sql/insert.js';
import type { SqlDatabase, SqlSession, SqlValue } from '../sql/sql-session.js';
import type { SqliteConnection } from './better-sqlite3-shape.js';
import type { ConnectionGate } from './connection-gate.js';

/** The embedded database behind its gate: prepared statements, no ORM in between. */
export class SqliteDatabase implements SqlDatabase {
  readonly dialect = 'sqlite';
  /** The transaction under way; the gate lets only one be. */
  private current: SqliteSession | null = null;

  constructor(
    private readonly connection: SqliteConnection,
    private readonly gate: ConnectionGate,
  ) {}

  transaction<Value>(work: (session: SqlSession) => Promise<Value>): Promise<Value> {
    return this.gate.hold(async () => {
      const session = new SqliteSession(this.connection);
      session.control('BEGIN IMMEDIATE');
      this.current = session;
      try {
        const value = await work(session);
        session.control('COMMIT');
        return value;
      } catch (error) {
        this.rollBack();
        throw error;
      } finally {
        this.current = null;
      }
    });
  }

  session<Value>(work: (session: SqlSession) => Promise<Value>): Promise<Value> {
    return this.gate.hold(() => work(new SqliteSession(this.connection)));
  }

  /**
   * Commits one write while a transaction that has only read so far is open, and opens it again:
   * the gate stays closed and nothing can come in between. On MariaDB this is a second connection.
   */
  commitAhead(write: (session: SqlSession) => Promise<void>): Promise<void> {
    const { current } = this;
    if (current === null) return this.transaction(write);
    return current.commitAhead(write);
  }

  private rollBack(): void {
    try {
      this.connection.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does on a full disk.
    }
  }
}

class SqliteSession implements SqlSession {
  readonly dialect = 'sqlite';
  private hasWritten = false;

  constructor(private readonly connection: SqliteConnection) {}

  rows<Row extends object>(sql: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return promised(() => this.connection.prepare(sql).all(...values) as unknown as readonly Row[]);
  }

  run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    this.hasWritten = true;
    return promised(() => this.connection.prepare(sql).run(...values).changes);
  }

  runForId(sql: string, values: readonly SqlValue[]): Promise<number> {
    this.hasWritten = true;
    return promised(() => Number(this.connection.prepare(sql).run(...values).lastInsertRowid));
  }

  insert(into: Insert, values: readonly SqlValue[]): Promise<number> {
    this.hasWritten = true;
    return promised(() => {
      const width = into.columns.length;
      const statement = this.connection.prepare(into.sqlFor(1));
      let inserted = 0;
      for (let start = 0; start < values.length; start += width) {
        const row = values.slice(start, start + width);
        refuseTooLong(row, into);
        inserted += statement.run(...row).changes;
      }
      return inserted;
    });
  }

  protocolFor(): 'prepared' {
    return 'prepared';
  }

  async savepoint(work: () => Promise<void>): Promise<void> {
    this.control('SAVEPOINT part');
    try {
      await work();
    } catch (error) {
      if (error instanceof StoreDataRefused) {
        this.control('ROLLBACK TO part');
        this.control('RELEASE part');
      }
      throw error;
    }
    this.control('RELEASE part');
  }

  async commitAhead(write: (session: SqlSession) => Promise<void>): Promise<void> {
    if (this.hasWritten)
      throw new Error('Only a transaction that has not written may commit ahead.');
    await write(this);
    this.control('COMMIT');
    this.control('BEGIN IMMEDIATE');
    this.hasWritten = false;
  }

  control(sql: string): void {
    try {
      this.connection.prepare(sql).run();
    } catch (error) {
      throw classifyError('sqlite', error);
    }
  }
}

/** Synchronous work as a promise, its error classified. */
function promised<Value>(work: () => Value): Promise<Value> {
  return new Promise((resolve, reject) => {
    try {
      resolve(work());
    } catch (error) {
      reject(classifyError('sqlite', error));
    }
  });
}

/** SQLite takes a value of any length; MariaDB does not, and both shall refuse the same. */
function refuseTooLong(row: readonly SqlValue[], into: Insert): void {
  for (const [index, limit] of into.limits.entries()) {
    if (limit !== null && isTooLong(row[index] ?? null, limit)) {
      throw new StoreDataRefused(`too long for ${into.table}.${into.columns[index] ?? ''}`);
    }
  }
}

function isTooLong(value: SqlValue, limit: ColumnLimit): boolean {
  if (typeof value === 'string') {
    // A code point has one or two code units and up to four bytes: counted only near the limit.
    if (limit.unit === 'bytes') {
      return value.length * 3 > limit.max && Buffer.byteLength(value, 'utf8') > limit.max;
    }
    return value.length > limit.max && truncateText(value, limit.max) !== value;
  }
  return Buffer.isBuffer(value) && value.length > limit.max;
}

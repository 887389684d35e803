import {
  DatabaseSync,
  type DatabaseSyncInstance,
  type StatementSyncInstance,
} from '@photostructure/sqlite';

/** The part of better-sqlite3 that TypeORM's driver uses, over a package that installs everywhere. */
export class SqliteConnection {
  private readonly database: DatabaseSyncInstance;
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(file: string, options: { readonly timeout?: number } = {}) {
    this.database = new DatabaseSync(file, { timeout: options.timeout ?? 5_000 });
  }

  /** One cache for everybody: compiled once, whoever asks. The oldest leaves first. */
  prepare(sql: string): SqliteStatement {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = new SqliteStatement(named(() => this.database.prepare(sql)));
    const [oldest] = this.statements.keys();
    if (this.statements.size >= KEPT_STATEMENTS && oldest !== undefined) {
      this.statements.delete(oldest);
    }
    this.statements.set(sql, statement);
    return statement;
  }

  pragma(text: string): SqliteRow[] {
    return rowsOf(named((): unknown[] => this.database.prepare(`PRAGMA ${text}`).all()));
  }

  exec(sql: string): void {
    named(() => {
      this.database.exec(sql);
    });
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }
}

export type SqliteRow = Record<string, string | number | Buffer | null>;
export type SqliteBinding = string | number | bigint | boolean | Uint8Array | null | undefined;

export interface SqliteWritten {
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
}

export class SqliteStatement {
  /** Whether it answers with rows. */
  readonly reader: boolean;

  constructor(private readonly statement: StatementSyncInstance) {
    this.reader = statement.columns().length > 0;
  }

  all(...values: readonly SqliteBinding[]): SqliteRow[] {
    return rowsOf(named((): unknown[] => this.statement.all(...values.map(bindable))));
  }

  run(...values: readonly SqliteBinding[]): SqliteWritten {
    return named(() => this.statement.run(...values.map(bindable)));
  }
}

const KEPT_STATEMENTS = 500;

function bindable(value: SqliteBinding): string | number | bigint | Uint8Array | null {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value;
}

function rowsOf(answer: unknown[]): SqliteRow[] {
  const rows = answer as Record<string, string | number | Uint8Array | null>[];
  for (const row of rows) {
    for (const name in row) {
      const value = row[name];
      if (value instanceof Uint8Array) {
        row[name] = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      }
    }
  }
  return rows as SqliteRow[];
}

/** Gives SQLite's errors the names that better-sqlite3 uses. */
function named<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    const { sqliteExtendedCode: extended } = error as SqliteError;
    if (extended !== undefined) Object.assign(error as SqliteError, { code: codeName(extended) });
    throw error;
  }
}

interface SqliteError extends Error {
  readonly sqliteExtendedCode?: number;
}

/** https://www.sqlite.org/rescode.html; the primary code is the low byte of the extended one. */
const extendedNames: Readonly<Record<number, string>> = {
  261: 'SQLITE_BUSY_RECOVERY',
  517: 'SQLITE_BUSY_SNAPSHOT',
  773: 'SQLITE_BUSY_TIMEOUT',
  275: 'SQLITE_CONSTRAINT_CHECK',
  787: 'SQLITE_CONSTRAINT_FOREIGNKEY',
  1299: 'SQLITE_CONSTRAINT_NOTNULL',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  1811: 'SQLITE_CONSTRAINT_TRIGGER',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
  2579: 'SQLITE_CONSTRAINT_ROWID',
  3091: 'SQLITE_CONSTRAINT_DATATYPE',
};
const primaryNames: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  9: 'SQLITE_INTERRUPT',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  15: 'SQLITE_PROTOCOL',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  23: 'SQLITE_AUTH',
  25: 'SQLITE_RANGE',
  26: 'SQLITE_NOTADB',
};

function codeName(extended: number): string {
  return extendedNames[extended] ?? primaryNames[extended & 0xff] ?? `SQLITE_${String(extended)}`;
}

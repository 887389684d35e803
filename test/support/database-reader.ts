import { setTimeout as pause } from 'node:timers/promises';

import { DatabaseSync } from '@photostructure/sqlite';
import { createPool } from 'mysql2/promise';

/** Looks into the tables from outside, beside the running product. */
export interface DatabaseReader {
  /** @param sql understood by both databases; values are written into it by the test. */
  rows<Row>(sql: string): Promise<readonly Row[]>;
  /** The first value of the first row. */
  number(sql: string): Promise<number>;
  close(): Promise<void>;
}

export function mariadbReader(url: string): DatabaseReader {
  const pool = createPool({ uri: url, connectionLimit: 1, dateStrings: true });
  return readerOver(
    async (sql) => (await pool.query(sql))[0] as unknown[],
    () => pool.end(),
  );
}

/** Opens the file for each question: a reader that stays would keep the log from being emptied. */
export function sqliteReader(file: string): DatabaseReader {
  return readerOver(
    async (sql) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return askOnce(file, sql);
        } catch (error) {
          // The log may be cut off in the moment in which it is opened.
          if (tries === 5) throw error;
          await pause(20);
        }
      }
    },
    () => Promise.resolve(),
  );
}

function askOnce(file: string, sql: string): unknown[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    return database.prepare(sql).all() as unknown[];
  } finally {
    database.close();
  }
}

function readerOver(
  ask: (sql: string) => Promise<unknown[]>,
  close: () => Promise<void>,
): DatabaseReader {
  return {
    rows: async <Row>(sql: string) => (await ask(sql)) as readonly Row[],
    number: async (sql) => {
      const [row] = (await ask(sql)) as Record<string, unknown>[];
      return Number(Object.values(row ?? {})[0]);
    },
    close,
  };
}

import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';

import type { LimitConnection } from './machine-limit.js';

interface Statement {
  run(...values: readonly (string | number | Buffer)[]): unknown;
}

/** As the product writes: prepared statements on one connection. */
export async function mariadbConnection(url: string): Promise<LimitConnection> {
  const connection = await createConnection({ uri: url });
  return {
    run: async (sql, values) => {
      if (values.length === 0) await connection.query(sql);
      else await connection.execute(sql, values as (string | number | Buffer)[]);
    },
    close: () => connection.end(),
  };
}

/** As the product opens its file: WAL, every commit synced. */
export function sqliteConnection(file: string): LimitConnection {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;');
  const statements = new Map<string, Statement>();
  return {
    run: (sql, values) => {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      statement.run(...(values as (string | number | Buffer)[]));
      return Promise.resolve();
    },
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}

import { join } from 'node:path';

import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';

/** Writes into the tables behind the product's back, as a fault or a stranger would. */
export function writerOver(
  at: { readonly folder: string } | { readonly url: string },
): (sql: string) => Promise<void> {
  return 'folder' in at ? (sql) => inSqlite(at.folder, sql) : (sql) => inMariadb(at.url, sql);
}

function inSqlite(folder: string, sql: string): Promise<void> {
  const database = new DatabaseSync(join(folder, 'townline.sqlite'), { timeout: 5_000 });
  database.exec(sql);
  database.close();
  return Promise.resolve();
}

async function inMariadb(uri: string, sql: string): Promise<void> {
  const connection = await createConnection({ uri });
  await connection.query(sql);
  await connection.end();
}

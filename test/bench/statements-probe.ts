/**
 * Loaded before a town by `--import`: appends every statement that is prepared on the embedded
 * database to the file that BENCH_STATEMENTS names, once each.
 */
import { appendFileSync } from 'node:fs';

import { SqliteConnection } from '#persistence/sqlite/better-sqlite3-shape';

const file = process.env['BENCH_STATEMENTS'];
const seen = new Set<string>();
const { prototype } = SqliteConnection;
const prepare = Reflect.get(prototype, 'prepare');

prototype.prepare = function (this: SqliteConnection, sql) {
  if (file !== undefined && !seen.has(sql)) appendFileSync(file, `${JSON.stringify(sql)}\n`);
  seen.add(sql);
  return prepare.call(this, sql);
};

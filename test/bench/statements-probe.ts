/**
 * Loaded before a town by `--import`: appends every statement that is prepared on the embedded
 * database to the file that BENCH_STATEMENTS names, once each.
 */
import { appendFileSync } from 'node:fs';

import { DatabaseSync } from '@photostructure/sqlite';

const file = process.env['BENCH_STATEMENTS'];
const seen = new Set<string>();
const prototype = DatabaseSync.prototype as { prepare: (sql: string) => unknown };
const prepare = prototype.prepare;

function noted(this: unknown, sql: string): unknown {
  if (file !== undefined && !seen.has(sql)) appendFileSync(file, `${JSON.stringify(sql)}\n`);
  seen.add(sql);
  return prepare.call(this, sql);
}

// The class declares it read-only.
Object.defineProperty(prototype, 'prepare', { value: noted });

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DatabaseSync } from '@photostructure/sqlite';

import { openDatabase } from '#persistence/open-database';

/** The tables that all migrations together make, read back from a fresh embedded database. */
export async function schemaDocument(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'townline-schema-'));
  try {
    const opening = await openDatabase({ dialect: 'sqlite', folder });
    if (opening.kind === 'refused') throw new Error(JSON.stringify(opening.faults));
    await opening.database.migrations.run();
    await opening.database.close();
    return [heading, ...statementsOf(join(folder, 'townline.sqlite')), ''].join('\n\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const heading = [
  '-- Written by `npm run docs`; do not edit. The embedded database after all migrations.',
  '-- MariaDB has the same tables and columns in its own types: libs/persistence/src/migrations/mariadb.',
].join('\n');

function statementsOf(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database
    .prepare(
      `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
       ORDER BY tbl_name, type DESC, name`,
    )
    .all() as { readonly sql: string }[];
  database.close();
  return rows.map(({ sql }) => `${sql.replaceAll(/^ {4}/gm, '  ').replaceAll(/^ {2}\)$/gm, ')')};`);
}

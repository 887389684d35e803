import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { openDatabase } from '#persistence/open-database';
import { SqliteConnection } from '#persistence/sqlite/better-sqlite3-shape';
import { sqliteFaults } from '#persistence/sqlite/sqlite-durability';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp('/tmp/tl-embedded-');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('refuses a second user of its folder with a sentence, and lets the next one in', async () => {
  const first = await open();
  const second = await openDatabase({ dialect: 'sqlite', folder });
  expect(second).toMatchObject({ kind: 'refused' });
  const [fault] = second.kind === 'refused' ? second.faults : [];
  expect(fault?.problem).toBe(`The data folder ${folder} is in use by another process.`);
  await first.close();
  await (await open()).close();
});

it('is free again at once when its process was killed', async () => {
  const child = await startHolder();
  expect((await openDatabase({ dialect: 'sqlite', folder })).kind).toBe('refused');
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await open()).close();
}, 30_000);

it('keeps its folder from other users of the machine', async () => {
  const database = await openDatabase({ dialect: 'sqlite', folder: join(folder, 'new') });
  if (database.kind === 'open') await database.database.close();
  expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
});

it('names every setting under which a commit could be lost', () => {
  const connection = new SqliteConnection(join(folder, 'weak.sqlite'));
  connection.pragma('journal_mode = DELETE');
  connection.pragma('synchronous = NORMAL');
  const faults = sqliteFaults(connection);
  expect(faults.map(({ setting }) => setting)).toEqual(['journal_mode', 'synchronous']);
  for (const { remedy } of faults) expect(remedy).not.toBe('');
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  expect(sqliteFaults(connection)).toEqual([]);
  connection.close();
});

async function open() {
  const opening = await openDatabase({ dialect: 'sqlite', folder });
  if (opening.kind === 'refused') throw new Error(JSON.stringify(opening.faults));
  return opening.database;
}

/** Another process that holds the folder until it is killed. */
async function startHolder(): Promise<ChildProcess> {
  const code = `
    import ${JSON.stringify(pathOf('scripts/typescript.mjs'))};
    const { openDatabase } = await import(${JSON.stringify(pathOf('libs/persistence/src/open-database.ts'))});
    const opening = await openDatabase({ dialect: 'sqlite', folder: ${JSON.stringify(folder)} });
    console.log(opening.kind);
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString().trim()).toBe('open');
  return child;
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../../${file}`, import.meta.url));
}

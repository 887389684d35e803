import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Database as Stores } from '#persistence/database';
import { folderFileStore } from '#persistence/files/folder-file-store';
import { openDatabase } from '#persistence/open-database';

import type { Settings } from '../settings/read-settings.js';
import type { Database } from './database.js';

/** The start is refused; the message says what is wrong and how to mend it. */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
  readonly code = 'database-refused';
}

type Needed = Pick<Settings, 'databaseUrl' | 'dataFolder' | 'role'>;

/**
 * Makes the data folder, opens the database and brings or demands its tables up to date: a town in
 * one process migrates itself; processes that share a database are told to run the command first.
 */
export async function openTownDatabase(settings: Needed): Promise<Database> {
  const folder = resolve(settings.dataFolder);
  await ownFolder(folder);
  const stores = await openStores(settings.databaseUrl, folder);
  try {
    await bringUpToDate(stores, settings);
    const files = await folderFileStore(join(folder, 'files'));
    return { ...stores, files };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function openStores(databaseUrl: string | null, folder: string): Promise<Stores> {
  const opening = await openDatabase(
    databaseUrl === null
      ? { dialect: 'sqlite', folder }
      : { dialect: 'mariadb', url: databaseUrl.replace(/^mariadb:/, 'mysql:') },
  );
  if (opening.kind === 'open') return opening.database;
  const lines = opening.faults.map(({ problem, remedy }) => `  - ${problem} ${remedy}`);
  throw new DatabaseRefused(`The database cannot be used:\n${lines.join('\n')}`);
}

async function bringUpToDate({ migrations }: Stores, { role }: Needed): Promise<void> {
  if (role === 'town') {
    await migrations.run();
    return;
  }
  const { waiting } = await migrations.status();
  if (waiting.length === 0) return;
  const names = waiting.join(', ');
  throw new DatabaseRefused(
    `The database lacks ${waiting.length} migrations (${names}). Run: npm run townline -- migration run`,
  );
}

/** What a town may find in its data folder; a folder with anything else belongs to somebody else. */
const OURS =
  /^(lock(-journal|-wal|-shm)?|townline\.sqlite.*|files|dead-letters|secret\.key(\.new)?|staff\.json.*|\..*)$/;

async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  const isTown = names.some((name) => name === 'lock' || name === 'staff.json' || name === 'files');
  const foreign = names.filter((name) => !OURS.test(name));
  if (!isTown && foreign.length > 0) {
    throw new DatabaseRefused(
      `The data folder ${folder} holds files of somebody else (${foreign.slice(0, 3).join(', ')}). ` +
        'Give the town an empty folder of its own with TOWNLINE_DATA_DIR.',
    );
  }
  const { mode, uid } = await stat(folder);
  if (process.getuid !== undefined && uid !== process.getuid()) return;
  if ((mode & 0o077) !== 0) await chmod(folder, 0o700);
}

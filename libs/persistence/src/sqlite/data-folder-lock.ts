import { join } from 'node:path';

import { DatabaseSync } from '@photostructure/sqlite';

export type FolderLocking =
  { readonly kind: 'locked'; readonly release: () => void } | { readonly kind: 'taken' };

/**
 * One process a data folder. The lock is an exclusively locked SQLite file, that is a lock of the
 * operating system: it ends with the process however that ends, so no stale lock can stay behind.
 */
export function lockDataFolder(folder: string): FolderLocking {
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return { kind: 'taken' };
    throw error;
  }
  return {
    kind: 'locked',
    release: () => {
      database.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  const code = (error as { readonly sqliteCode?: unknown }).sqliteCode;
  return code === 5 || code === 6 || (typeof code === 'number' && (code & 0xff) === 5);
}

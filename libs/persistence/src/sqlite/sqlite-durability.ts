import type { StorageFault } from '../sql/storage-fault.js';
import type { SqliteConnection } from './better-sqlite3-shape.js';

const FULL = 2;

/** What was asked for may not have been granted: a network file system refuses the log, for instance. */
export function sqliteFaults(connection: SqliteConnection): readonly StorageFault[] {
  const faults: StorageFault[] = [];
  const journal = settingOf(connection, 'journal_mode');
  if (journal !== 'wal') {
    faults.push({
      setting: 'journal_mode',
      problem: `It is ${String(journal)} and could not be set to wal.`,
      remedy: 'Put the data folder on a local disk: network file systems cannot share the log.',
    });
  }
  const synchronous = settingOf(connection, 'synchronous');
  if (synchronous !== FULL) {
    faults.push({
      setting: 'synchronous',
      problem: `It is ${String(synchronous)}: a commit is acknowledged before it is on disk.`,
      remedy: 'Remove whatever opens the database with another setting; it must be 2 (FULL).',
    });
  }
  return faults;
}

function settingOf(connection: SqliteConnection, name: string): unknown {
  const [row] = connection.pragma(name);
  return row?.[name];
}

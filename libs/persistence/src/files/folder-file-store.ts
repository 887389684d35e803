import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { FileStore, StoredFile } from '#core/file/file-store';
import { DAY, type Instant } from '#core/time/instant';

/**
 * Files under their SHA-256: `ab/cd/abcd…`. A file is written under a temporary name, synced,
 * renamed, and its folder synced, so that a name that exists has all its bytes, also after a power cut.
 */
export async function folderFileStore(folder: string): Promise<FileStore> {
  const temporary = join(folder, 'incoming');
  await mkdir(temporary, { recursive: true, mode: FOLDER_MODE });
  await removeLeftBehind(temporary);
  return {
    put: (bytes) => put(folder, temporary, bytes),
    read: (sha256) => read(pathOf(folder, sha256), sha256),
    list: () => list(folder),
    remove: (sha256) => rm(pathOf(folder, sha256), { force: true }),
  };
}

/** What was half-written for so long belongs to a process that is no more. */
const LEFT_BEHIND_MS = DAY;

async function removeLeftBehind(temporary: string): Promise<void> {
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name);
    const part = await stat(path).catch(() => null);
    if (part !== null && Date.now() - part.mtimeMs > LEFT_BEHIND_MS)
      await rm(path, { force: true });
  }
}

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const HASH_NAME = /^[0-9a-f]{64}$/;

function pathOf(folder: string, sha256: Buffer): string {
  const name = sha256.toString('hex');
  if (!HASH_NAME.test(name))
    throw new RangeError('A file is named by the 32 bytes of its SHA-256.');
  return join(folder, name.slice(0, 2), name.slice(2, 4), name);
}

async function put(folder: string, temporary: string, bytes: Uint8Array): Promise<Buffer> {
  const sha256 = createHash('sha256').update(bytes).digest();
  const path = pathOf(folder, sha256);
  if (await isThere(path, sha256)) return sha256;
  const part = join(temporary, `${sha256.toString('hex')}.${randomBytes(8).toString('hex')}`);
  try {
    await writeSynced(part, bytes);
    await makeFolders(folder, dirname(path));
    await rename(part, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return sha256;
}

/** Stored before, and whole: an altered copy is replaced. Its folder is synced for the put that raced us. */
async function isThere(path: string, sha256: Buffer): Promise<boolean> {
  if ((await read(path, sha256)) === null) return false;
  await syncFolder(dirname(path));
  return true;
}

async function read(path: string, sha256: Buffer): Promise<Buffer | null> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (bytes === null) return null;
  // A disk or a hand has altered it: what was stored is no longer there.
  return createHash('sha256').update(bytes).digest().equals(sha256) ? bytes : null;
}

async function* list(folder: string): AsyncGenerator<StoredFile> {
  for (const first of await namesIn(folder, /^[0-9a-f]{2}$/)) {
    for (const second of await namesIn(join(folder, first), /^[0-9a-f]{2}$/)) {
      const inner = join(folder, first, second);
      for (const sha256 of await namesIn(inner, HASH_NAME)) {
        const { mtimeMs } = await stat(join(inner, sha256));
        yield { sha256, storedAt: Math.floor(mtimeMs) as Instant };
      }
    }
  }
}

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => pattern.test(name)).toSorted();
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** New folders are entries of their parents, which must reach the disk as well. */
async function makeFolders(folder: string, path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: FOLDER_MODE });
  if (made === undefined) return;
  await syncFolder(dirname(path));
  await syncFolder(folder);
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no folders that can be opened; its file system orders these writes itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

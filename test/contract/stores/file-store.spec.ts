import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { FileStore } from '#core/file/file-store';
import { folderFileStore } from '#persistence/files/folder-file-store';

import { FakeClock } from '../../support/fakes/fake-clock.js';
import { MemoryFileStore } from '../../support/fakes/memory-file-store.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp('/tmp/tl-files-');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const openers: Readonly<Record<string, () => Promise<FileStore>>> = {
  memory: () => Promise.resolve(new MemoryFileStore(new FakeClock())),
  folder: () => folderFileStore(join(folder, 'files')),
};

describe.each(Object.keys(openers))('a file store (%s)', (name) => {
  const open = () => openers[name]?.() ?? Promise.reject(new Error(`No opener ${name}`));

  it('gives back the bytes under their SHA-256, also after storing them twice at once', async () => {
    const files = await open();
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 256));
    const hashes = await Promise.all([files.put(bytes), files.put(bytes), files.put(bytes)]);
    const sha256 = createHash('sha256').update(bytes).digest();
    for (const hash of hashes) expect(hash).toEqual(sha256);
    expect(await files.read(sha256)).toEqual(bytes);
    expect(await listed(files)).toEqual([sha256.toString('hex')]);
  });

  it('keeps empty bytes, knows nothing of what was never stored, and removes', async () => {
    const files = await open();
    const empty = await files.put(Buffer.alloc(0));
    expect(await files.read(empty)).toEqual(Buffer.alloc(0));
    expect(await files.read(Buffer.alloc(32, 1))).toBeNull();
    await files.remove(empty);
    await files.remove(empty);
    expect(await files.read(empty)).toBeNull();
    expect(await listed(files)).toEqual([]);
  });
});

describe('a folder of files', () => {
  it('refuses bytes that were altered on the disk, and repairs them when they are put again', async () => {
    const files = await folderFileStore(folder);
    const sha256 = await files.put(Buffer.from('whole'));
    await truncate(pathOf(sha256), 3);
    expect(await files.read(sha256)).toBeNull();
    await files.put(Buffer.from('whole'));
    expect(await files.read(sha256)).toEqual(Buffer.from('whole'));
  });

  it('is readable by nobody else and leaves no half-written file', async () => {
    const files = await folderFileStore(folder);
    const sha256 = await files.put(Buffer.from('private'));
    const { mode } = await stat(pathOf(sha256));
    expect(mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, sha256.toString('hex').slice(0, 2)))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('throws away what was half-written a day ago, and leaves what is being written', async () => {
    await folderFileStore(folder);
    const [old, young] = [join(folder, 'incoming', 'old'), join(folder, 'incoming', 'young')];
    for (const path of [old, young]) await writeFile(path, 'half');
    await utimes(old, new Date(0), new Date(0));
    await folderFileStore(folder);
    expect(await readdir(join(folder, 'incoming'))).toEqual(['young']);
  });

  it('takes no name that is not a hash', async () => {
    const files = await folderFileStore(folder);
    await expect(async () => files.read(Buffer.from('../../etc/passwd'))).rejects.toThrow(
      RangeError,
    );
  });
});

function pathOf(sha256: Buffer): string {
  const name = sha256.toString('hex');
  return join(folder, name.slice(0, 2), name.slice(2, 4), name);
}

async function listed(files: FileStore): Promise<string[]> {
  const names: string[] = [];
  for await (const { sha256 } of files.list()) names.push(sha256);
  return names;
}

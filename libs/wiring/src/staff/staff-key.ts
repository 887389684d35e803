import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const STAFF_FILE = 'staff.json';

/** How the `townline` command finds the town of this data folder. */
export interface StaffFile {
  readonly url: string;
  readonly key: string;
}

export function newStaffKey(): string {
  return `tl_${randomBytes(32).toString('base64url')}`;
}

/** Keys have 256 random bits, so a plain hash is enough; only the hash is stored. */
export function staffKeyHash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

export async function readStaffFile(dataFolder: string): Promise<StaffFile | null> {
  try {
    const content: unknown = JSON.parse(await readFile(join(dataFolder, STAFF_FILE), 'utf8'));
    return isStaffFile(content) ? content : null;
  } catch {
    return null;
  }
}

export async function writeStaffFile(dataFolder: string, file: StaffFile): Promise<void> {
  const path = join(dataFolder, STAFF_FILE);
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(fresh, path);
}

function isStaffFile(content: unknown): content is StaffFile {
  if (typeof content !== 'object' || content === null) return false;
  const { url, key } = content as Partial<Record<'url' | 'key', unknown>>;
  return typeof url === 'string' && typeof key === 'string' && key !== '';
}

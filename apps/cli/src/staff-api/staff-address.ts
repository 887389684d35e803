import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { errorCodeOf } from '#core/error/error-code';
import type { Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import type { Settings } from '#wiring/settings/read-settings';

/** Where the staff API answers and the key that opens it. */
export interface StaffAddress {
  readonly url: string;
  readonly key: string;
  /** `settings`: the user named this town, so no other will do. */
  readonly from: 'settings' | 'file';
}

const staffFile = z.object({ url: z.url(), key: z.string().min(1) });
const READABLE_BY_OTHERS = 0o077;

/**
 * TOWNLINE_URL with TOWNLINE_KEY, else `staff.json` of the data folder. Null when neither exists:
 * no town has been started here yet.
 */
export async function readStaffAddress({
  townUrl: url,
  townKey: key,
  dataFolder,
}: Pick<Settings, 'townUrl' | 'townKey' | 'dataFolder'>): Promise<Result<StaffAddress | null>> {
  if (url !== null && key !== null) return succeeded({ url, key, from: 'settings' });
  if (url === null && key === null) return readStaffFile(join(dataFolder, 'staff.json'));
  const [given, missing] =
    url === null ? ['TOWNLINE_KEY', 'TOWNLINE_URL'] : ['TOWNLINE_URL', 'TOWNLINE_KEY'];
  return refused(addressProblem(`${given} is set and ${missing} is not. Set both or neither.`));
}

async function readStaffFile(path: string): Promise<Result<StaffAddress | null>> {
  const content = await contentOf(path);
  if (content === null) return succeeded(null);
  if (((await stat(path)).mode & READABLE_BY_OTHERS) !== 0 && process.platform !== 'win32') {
    const detail = `${path} can be read by other users of this machine. Run: chmod 600 ${path}`;
    return refused(addressProblem(detail));
  }
  const read = staffFile.safeParse(parsed(content));
  if (read.success) return succeeded({ ...read.data, from: 'file' });
  return refused(addressProblem(`${path} is damaged. Restart the town: it is written anew.`));
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

function addressProblem(detail: string): Problem {
  return { code: 'unprocessable', title: 'The address of the town is not usable', detail };
}

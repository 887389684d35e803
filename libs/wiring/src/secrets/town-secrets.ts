import { randomBytes } from 'node:crypto';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCodeOf } from '#core/error/error-code';
import { type SecretBox, secretBox } from '#core/secret/secret-box';

const KEY_FILE = 'secret.key';

/**
 * The town's secret box over the keys at hand. Keys come from the settings, or from a file of the
 * data folder that the first start makes; only the latter can be renewed from within.
 */
export class TownSecrets implements SecretBox {
  private box: SecretBox;

  private constructor(
    private keys: readonly Buffer[],
    private readonly keyFile: string | null,
  ) {
    this.box = secretBox(keys);
  }

  static async open(given: readonly Buffer[] | null, dataFolder: string): Promise<TownSecrets> {
    if (given !== null) return new TownSecrets(given, null);
    const path = join(dataFolder, KEY_FILE);
    return new TownSecrets(await keysOfFile(path), path);
  }

  seal(plain: string): string {
    return this.box.seal(plain);
  }

  open(sealed: string): string {
    return this.box.open(sealed);
  }

  isStale(sealed: string): boolean {
    return this.box.isStale(sealed);
  }

  derive(purpose: string): readonly Buffer[] {
    return this.box.derive(purpose);
  }

  /**
   * Puts a fresh key in front where the keys are ours to keep; keys of the settings are renewed by
   * whoever sets them. The file is replaced before the key seals anything.
   */
  async renew(): Promise<void> {
    if (this.keyFile === null) return;
    const keys = [randomBytes(32), ...this.keys];
    const fresh = `${this.keyFile}.new`;
    await writeFile(fresh, encode(keys), { mode: 0o600 });
    await sync(fresh);
    await rename(fresh, this.keyFile);
    this.keys = keys;
    this.box = secretBox(keys);
  }
}

async function keysOfFile(path: string): Promise<readonly Buffer[]> {
  try {
    await writeFile(path, encode([randomBytes(32)]), { mode: 0o600, flag: 'wx' });
    await sync(path);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
  }
  const content = await readFile(path, 'utf8');
  return content
    .trim()
    .split('\n')
    .map((key) => Buffer.from(key, 'base64'));
}

function encode(keys: readonly Buffer[]): string {
  return keys.map((key) => `${key.toString('base64')}\n`).join('');
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { TownSecrets } from './town-secrets.js';

const OWNER_ONLY = 0o600;

describe('The secrets of a town', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are sealed with a key of their own that only the owner can read', async () => {
    const sealed = (await TownSecrets.open(null, folder)).seal('a secret');
    expect(sealed).not.toContain('a secret');
    const { mode } = await stat(join(folder, 'secret.key'));
    expect(mode & 0o777).toBe(OWNER_ONLY);
    expect((await TownSecrets.open(null, folder)).open(sealed)).toBe('a secret');
  });

  it('stay readable after the key was renewed, in this process and the next', async () => {
    const secrets = await TownSecrets.open(null, folder);
    const sealed = secrets.seal('before');
    await secrets.renew();
    expect(secrets.isStale(sealed)).toBe(true);
    expect(secrets.open(sealed)).toBe('before');
    const next = await TownSecrets.open(null, folder);
    expect(next.open(sealed)).toBe('before');
    expect(next.open(secrets.seal('after'))).toBe('after');
  });

  it('keep the keys of links when the key is renewed', async () => {
    const secrets = await TownSecrets.open(null, folder);
    const [before] = secrets.derive('links');
    await secrets.renew();
    expect(secrets.derive('links')).toEqual([expect.any(Buffer), before]);
  });

  it('make no file when the settings bring the key', async () => {
    await TownSecrets.open([randomBytes(32)], folder);
    await expect(stat(join(folder, 'secret.key'))).rejects.toThrow('ENOENT');
  });
});

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { readStaffAddress } from './staff-address.js';

const url = 'http://localhost:3110';
const key = 'tl_secret';

describe('the address of the staff API', () => {
  let dataFolder: string;
  let staffFile: string;

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'townline-cli-'));
    staffFile = join(dataFolder, 'staff.json');
  });
  afterEach(() => rm(dataFolder, { recursive: true }));

  const read = (townUrl: string | null = null, townKey: string | null = null) =>
    readStaffAddress({ townUrl, townKey, dataFolder });

  it('is unknown where no town was ever started', async () => {
    expect(await read()).toEqual({ ok: true, value: null });
  });

  it('is that of the data folder', async () => {
    await writeFile(staffFile, JSON.stringify({ url, key }), { mode: 0o600 });
    expect(await read()).toEqual({ ok: true, value: { url, key, from: 'file' } });
  });

  it('is what the user names, before the data folder', async () => {
    await writeFile(staffFile, JSON.stringify({ url, key }), { mode: 0o600 });
    const named = { url: 'https://311.example.gov', key: 'other', from: 'settings' };
    expect(await read(named.url, named.key)).toEqual({ ok: true, value: named });
  });

  it.each([
    [url, null, 'TOWNLINE_URL is set and TOWNLINE_KEY is not'],
    [null, key, 'TOWNLINE_KEY is set and TOWNLINE_URL is not'],
  ])('never sends the key of one town to another (%s, %s)', async (townUrl, townKey, words) => {
    await writeFile(staffFile, JSON.stringify({ url, key }), { mode: 0o600 });
    expect(await read(townUrl, townKey)).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining(words) },
    });
  });

  it('is refused from a file that others can read', async () => {
    await writeFile(staffFile, JSON.stringify({ url, key }));
    await chmod(staffFile, 0o644);
    expect(await read()).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining(`chmod 600 ${staffFile}`) },
    });
  });

  it.each(['', '{"url": 1}', '{"url": "http://x"}', '[]'])(
    'is refused from a damaged file: %j',
    async (content) => {
      await writeFile(staffFile, content, { mode: 0o600 });
      expect(await read()).toMatchObject({
        ok: false,
        problem: { detail: expect.stringContaining('is damaged') },
      });
    },
  );
});

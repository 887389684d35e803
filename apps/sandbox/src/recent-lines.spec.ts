import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { Ledger } from './ledger.js';
import { recentLines } from './recent-lines.js';

describe('What a provider remembers of the ledger', () => {
  let folder: string;
  let ledger: Ledger;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-recent-'));
    ledger = await Ledger.open(folder);
  });
  afterEach(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });

  it('is its own lines and the answers to them', async () => {
    const raw = Buffer.from('x');
    const { id } = await ledger.append({ provider: 'mail', kind: 'minted', facts: {}, raw });
    await ledger.append({ provider: 'phone', kind: 'minted', facts: {}, raw });
    await ledger.append({ provider: 'mail', kind: 'handed-over', about: id, facts: {} });
    const { lines, answers } = await recentLines(ledger, 'mail');
    expect(lines.map((line) => line.id)).toEqual([id]);
    expect([...answers.keys()]).toEqual([id]);
  });

  it('is bounded, the newest first to be kept, however long the ledger grew', async () => {
    const raw = Buffer.from('x');
    const written = await Promise.all(
      Array.from({ length: 2_100 }, () =>
        ledger.append({ provider: 'mail', kind: 'accepted', facts: {}, raw }),
      ),
    );
    const { lines } = await recentLines(ledger, 'mail');
    expect(lines).toHaveLength(2_000);
    expect(lines.at(-1)?.id).toBe(written.at(-1)?.id);
  });
});

import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { Ledger, type LedgerLine } from './ledger.js';

describe('The ledger of the sandbox', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-ledger-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('has a line in its file before anybody is told that it was taken', async () => {
    const ledger = await Ledger.open(folder);
    const { id } = await accept(ledger, 'first');
    const [line = ''] = (await readFile(ledger.path, 'utf8')).split('\n');
    expect(JSON.parse(line)).toMatchObject({ id, provider: 'mail', kind: 'accepted' });
    await ledger.close();
  });

  it('keeps the order of many lines written at once, with their bytes', async () => {
    const ledger = await Ledger.open(folder);
    const texts = Array.from({ length: 50 }, (_, index) => `mail ${index} \0\xff`);
    await Promise.all(texts.map((text) => accept(ledger, text)));
    expect((await all(ledger)).map(textOf)).toEqual(texts);
    await ledger.close();
  });

  it('goes on after a line that a dying process left torn', async () => {
    const before = await Ledger.open(folder);
    await accept(before, 'whole');
    await before.close();
    await appendFile(before.path, '{"id":"torn","at":"20');
    const after = await Ledger.open(folder);
    await accept(after, 'next');
    expect((await all(after)).map(textOf)).toEqual(['whole', 'next']);
    await after.close();
  });
});

function accept(ledger: Ledger, text: string): Promise<LedgerLine> {
  const raw = Buffer.from(text, 'latin1');
  return ledger.append({ provider: 'mail', kind: 'accepted', facts: { to: 'ana' }, raw });
}

async function all(ledger: Ledger): Promise<LedgerLine[]> {
  const lines: LedgerLine[] = [];
  for await (const line of ledger.lines()) lines.push(line);
  return lines;
}

function textOf({ raw }: LedgerLine): string {
  return Buffer.from(raw ?? '', 'base64').toString('latin1');
}

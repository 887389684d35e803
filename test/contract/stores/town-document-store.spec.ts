import { expect, it } from '@jest/globals';

import type { TownDocument } from '#core/town/town-document-store';

import { audit, later, staff, start } from './sample-rows.js';
import { onAllStores } from './store-suites.js';

onAllStores('a town document store', ({ stores }) => {
  const save = (changes: Partial<TownDocument> = {}) => {
    const saved = document(changes);
    return stores().documents.append(saved, audit(`document:${saved.kind}/${saved.name}`));
  };

  it('has nothing to tell about a town that decided nothing yet', async () => {
    const { documents } = stores();
    expect(await documents.newest()).toEqual([]);
    expect(await documents.find('calendar', 'default')).toBeNull();
    expect(await documents.history('calendar', 'default', { before: null, limit: 5 })).toEqual([]);
  });

  it('gives the newest version of each, word for word', async () => {
    const second = document({ version: 2, body: '{"zone":"Ñandú 🌊"}', savedAt: later(1) });
    await save();
    await save(second);
    const rota = document({ kind: 'rota', savedBy: null });
    await save(rota);
    expect(await stores().documents.newest()).toEqual([second, rota]);
    expect(await stores().documents.find('calendar', 'default')).toEqual(second);
  });

  it('keeps every version, newest first, page by page', async () => {
    for (const version of [1, 2, 3]) await save({ version });
    const { documents } = stores();
    const page = async (before: number | null) =>
      (await documents.history('calendar', 'default', { before, limit: 2 })).map(
        ({ version }) => version,
      );
    expect(await page(null)).toEqual([3, 2]);
    expect(await page(2)).toEqual([1]);
  });

  it('takes the version after the newest and no other', async () => {
    expect(await save({ version: 4 })).toBe('saved');
    expect(await save({ version: 4, body: '{"other":true}' })).toBe('conflict');
    expect(await save({ version: 6 })).toBe('conflict');
    expect(await save({ version: 3 })).toBe('conflict');
    expect(await save({ version: 5 })).toBe('saved');
    expect(await save({ name: 'water', version: 1 })).toBe('saved');
    expect((await stores().documents.find('calendar', 'default'))?.version).toBe(5);
  });

  it('lets one of two people save who read the same version', async () => {
    await save();
    const both = await Promise.all(
      ['{"one":1}', '{"two":2}'].map((body) => save({ version: 2, body })),
    );
    expect(both.toSorted()).toEqual(['conflict', 'saved']);
  });

  it('shows that something was saved, and nothing else', async () => {
    const { documents } = stores();
    const before = await documents.newestVersions();
    await save();
    const after = await documents.newestVersions();
    expect(after).not.toBe(before);
    await save();
    expect(await documents.newestVersions()).toBe(after);
    await save({ kind: 'rota' });
    expect(await documents.newestVersions()).not.toBe(after);
  });
});

function document(changes: Partial<TownDocument> = {}): TownDocument {
  return {
    kind: 'calendar',
    name: 'default',
    version: 1,
    body: '{}',
    savedBy: staff,
    savedAt: start,
    ...changes,
  };
}

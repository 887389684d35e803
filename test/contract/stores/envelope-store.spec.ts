import { expect, it } from '@jest/globals';

import { StoreDataRefused } from '#core/error/store-errors';
import { dedupeKeyOf } from '#core/identity/binary-key';

import { account, dedupeKey, envelope } from './sample-rows.js';
import { onAllStores, onDatabases } from './store-suites.js';

onAllStores('an envelope store', ({ stores }) => {
  it('stores what it is given and tells how it stands', async () => {
    const { envelopes } = stores();
    expect(await envelopes.insert([envelope('a')])).toEqual({ inserted: 1 });
    const stored = await envelopes.findByDedupeKey(dedupeKey('a'));
    expect(stored).toMatchObject({ lane: envelope('a').lane, outcome: null, request: null });
    expect(stored?.identityKey.equals(envelope('a').identityKey)).toBe(true);
    expect(await envelopes.findByDedupeKey(dedupeKey('unheard of'))).toBeNull();
  });

  it('keeps ids apart that differ only in case, accent, trailing space or trailing null', async () => {
    const { envelopes } = stores();
    const ids = ['SM1', 'sm1', 'Sm1', 'sm1 ', 'sm1  ', 'sḿ1', 'sm1\u0000', ' sm1'];
    const { inserted } = await envelopes.insert(ids.map((id) => envelope(id)));
    expect(inserted).toBe(ids.length);
    const found = await Promise.all(ids.map((id) => envelopes.findByDedupeKey(dedupeKey(id))));
    expect(new Set(found.map((row) => row?.id)).size).toBe(ids.length);
  });

  it('leaves a known key as it is, within one batch and over several', async () => {
    const { envelopes } = stores();
    await envelopes.insert([envelope('a')]);
    const first = await envelopes.findByDedupeKey(dedupeKey('a'));
    const batch = [envelope('a'), envelope('b'), envelope('b'), envelope('c')];
    expect(await envelopes.insert(batch)).toEqual({ inserted: 2 });
    expect(await envelopes.findByDedupeKey(dedupeKey('a'))).toEqual(first);
  });

  it('stores one of ten identical envelopes that arrive at once', async () => {
    const { envelopes } = stores();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => envelopes.insert([envelope('same')])),
    );
    expect(answers.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(1);
  });

  it('numbers envelopes in the order they were stored', async () => {
    const { envelopes } = stores();
    for (const event of ['a', 'b', 'c']) await envelopes.insert([envelope(event)]);
    const found = await Promise.all(
      ['a', 'b', 'c'].map((event) => envelopes.findByDedupeKey(dedupeKey(event))),
    );
    const ids = found.map((row) => row?.id ?? 0);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
  });

  it('moves the cursor of a polled account together with what was fetched', async () => {
    const { envelopes } = stores();
    expect(await envelopes.pollCursor(account)).toBeNull();
    await envelopes.insertPolled([envelope('a')], account, 'uid:1');
    await envelopes.insertPolled([], account, 'uid:2');
    await envelopes.insertPolled([envelope('a'), envelope('b')], account, 'uid:3 é');
    expect(await envelopes.pollCursor(account)).toBe('uid:3 é');
    expect(await envelopes.findByDedupeKey(dedupeKey('b'))).not.toBeNull();
  });
});

onDatabases('an envelope store of a database', ({ stores }) => {
  it('refuses a value that is too long and stores nothing of its batch', async () => {
    const { envelopes } = stores();
    const long = envelope('long', { contentType: 'x'.repeat(256) });
    await expect(envelopes.insert([envelope('before'), long])).rejects.toThrow(StoreDataRefused);
    expect(await envelopes.findByDedupeKey(dedupeKey('before'))).toBeNull();
  });

  it('counts code points and not code units against the length of a text', async () => {
    const { envelopes } = stores();
    const astral = envelope('astral', { contentType: '😀'.repeat(255) });
    expect(await envelopes.insert([astral])).toEqual({ inserted: 1 });
  });

  it('does not move the cursor when what was fetched could not be stored', async () => {
    const { envelopes } = stores();
    const long = envelope('long', { contentType: 'x'.repeat(256) });
    await expect(envelopes.insertPolled([long], account, 'uid:9')).rejects.toThrow(
      StoreDataRefused,
    );
    expect(await envelopes.pollCursor(account)).toBeNull();
  });

  it('stores a full batch of 128 with raw bytes of any kind, each under its own key', async () => {
    const { envelopes } = stores();
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const rows = Array.from({ length: 128 }, (_, index) =>
      envelope(String(index), { raw: everyByte, dedupeKey: dedupeKeyOf(everyByte, String(index)) }),
    );
    expect(await envelopes.insert(rows)).toEqual({ inserted: 128 });
    expect(await envelopes.insert(rows.slice(0, 77))).toEqual({ inserted: 0 });
  });
});

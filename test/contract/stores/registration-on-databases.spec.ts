import { expect, it } from '@jest/globals';

import { StoreConflict, StoreDataRefused } from '#core/error/store-errors';
import type { EnvelopeId } from '#core/identity/ids';

import { addRequest, contactRows, envelope, message, request, sender } from './sample-rows.js';
import { onDatabases } from './store-suites.js';

onDatabases('a registration store of a database', ({ name, stores }) => {
  it('refuses a second message of one envelope and a second request of one conversation', async () => {
    const { registrations } = stores();
    const row = await addRequest(registrations);
    const envelopeId = 77 as EnvelopeId;
    const twice = registrations.transaction((transaction) =>
      transaction.insertMessages([
        message(row.id, { envelopeId, direction: 'inbound' }),
        message(row.id, { envelopeId, direction: 'inbound' }),
      ]),
    );
    await expect(twice).rejects.toThrow(StoreConflict);
    const ana = sender('+12025550105');
    const second = registrations.transaction((transaction) =>
      transaction.insertRequests([request(ana), request(ana)]),
    );
    await expect(second).rejects.toThrow(StoreConflict);
  });

  it('refuses an over-long value by name, so that its item can be found by halves', async () => {
    const { registrations } = stores();
    const rows = ['a', 'b', 'c', 'd'].map((address) => contactRows(sender(address)).contact);
    const bad = rows.map((row, index) =>
      index === 2 ? { ...row, displayName: 'x'.repeat(201) } : row,
    );
    const written: string[] = [];
    await registrations.transaction(async (transaction) => {
      const write = async (part: typeof bad): Promise<void> => {
        try {
          await transaction.savepoint(() => transaction.insertContacts(part));
          written.push(...part.map(({ id }) => id));
        } catch (error) {
          if (!(error instanceof StoreDataRefused)) throw error;
          if (part.length === 1) return;
          const middle = Math.ceil(part.length / 2);
          await write(part.slice(0, middle));
          await write(part.slice(middle));
        }
      };
      await write(bad);
    });
    expect(written).toEqual([rows[0]?.id, rows[1]?.id, rows[3]?.id]);
  });

  if (name !== 'mariadb') return;
  it('leaves lanes that a colleague holds to the colleague', async () => {
    const { registrations } = stores();
    await registrations.transaction(async (colleague) => {
      expect((await colleague.lockLanes([3, 4])).toSorted()).toEqual([3, 4]);
      const free = await registrations.transaction((transaction) =>
        transaction.lockLanes([3, 4, 5]),
      );
      expect(free).toEqual([5]);
    });
    const all = await registrations.transaction((transaction) => transaction.lockLanes([3, 4, 5]));
    expect(all).toHaveLength(3);
  });

  it('gives each lane its fair share and a lone lane everything', async () => {
    const { envelopes, registrations } = stores();
    const hot = Array.from({ length: 40 }, (_, index) => envelope(`hot${index}`, { lane: 1 }));
    await envelopes.insert([...hot, envelope('cold', { lane: 2 })]);
    const both = await registrations.transaction((transaction) =>
      transaction.readPending([1, 2], 16),
    );
    expect(both.map(({ providerId }) => providerId)).toContain('cold');
    expect(both).toHaveLength(9);
    const alone = await registrations.transaction((transaction) =>
      transaction.readPending([1], 16),
    );
    expect(alone).toHaveLength(16);
  });

  it('names the lane with the oldest envelope first', async () => {
    const { envelopes, registrations } = stores();
    for (const lane of [9, 2, 33, 2, 9])
      await envelopes.insert([envelope(`${lane}-${Math.random()}`, { lane })]);
    expect(await registrations.dirtyLanes()).toEqual([9, 2, 33]);
  });
});

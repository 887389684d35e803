import { describe, expect, it } from '@jest/globals';

import type { MemoryDatabase } from '../../../../test/support/fakes/memory-database.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';

const mobile = '+12025550142';

function points({ contactPoints }: MemoryDatabase) {
  return contactPoints.all().map(({ kind, address, addressKey }) => ({
    kind,
    address,
    found: addressKey !== null,
  }));
}

describe('the sender of a message', () => {
  it('keeps the other addresses a person names beside the one they wrote from', async () => {
    const town = new MemoryTown();
    const claims = [{ kind: 'email', address: 'ana@example.org' }];
    await town.receive({ sender: { address: mobile, claims } });
    expect(points(town.database)).toEqual([
      expect.objectContaining({ address: mobile, found: true }),
      { kind: 'email', address: 'ana@example.org', found: false },
    ]);
    expect(town.database.contacts.size).toBe(1);
  });

  it('lets two people claim one address without becoming one person', async () => {
    const town = new MemoryTown();
    const claims = [{ kind: 'email', address: 'ana@example.org' }];
    await town.receive({ sender: { address: mobile, claims } });
    await town.receive({ sender: { address: '+12025550199', claims } });
    expect(town.database.contacts.size).toBe(2);
  });

  it('never becomes the person whose address was forged, nor takes it from them', async () => {
    const town = new MemoryTown();
    const forged = await town.receive({ sender: { address: mobile, authentic: false } });
    const own = await town.receive({ sender: { address: mobile } });
    const again = await town.receive({ sender: { address: mobile, authentic: false } });
    expect(town.database.contacts.size).toBe(3);
    expect(new Set([forged.id, own.id, again.id]).size).toBe(3);
    expect(points(town.database).map(({ found }) => found)).toEqual([false, true, false]);
  });

  it('leaves the conversation of the person whose address was forged where it was', async () => {
    const town = new MemoryTown();
    const own = await town.receive({ sender: { address: mobile } });
    await town.receive({ sender: { address: mobile, authentic: false } });
    const next = await town.receive({ sender: { address: mobile } });
    expect(next.id).toBe(own.id);
  });
});

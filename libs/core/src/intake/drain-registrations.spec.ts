import { describe, expect, it } from '@jest/globals';

import { fakeEnvelope, fakeMessage } from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { StoreDataRefused, StoreUnavailable } from '../error/store-errors.js';
import { type IdentityKey, identityKeyOf } from '../identity/binary-key.js';
import type { EnvelopeId } from '../identity/ids.js';
import type { NewMessage } from '../request/records.js';
import { drainCarefully, drainRegistrations } from './drain-registrations.js';

const never = () => false;

class Events {
  pauses = 0;
  readonly batches: number[] = [];
  constructor(private readonly onPause: (pauses: number) => void = () => undefined) {}

  readonly registered = (result: { readonly outcomes: readonly unknown[] }) => {
    this.batches.push(result.outcomes.length);
  };

  readonly pause = async () => {
    this.pauses += 1;
    this.onPause(this.pauses);
    await Promise.resolve();
  };
}

async function acceptInLanes(town: MemoryTown, lanes: number, each = 1): Promise<void> {
  const envelopes = Array.from({ length: lanes * each }, (_, index) => {
    const address = `sender-${String(index)}`;
    const identityKey = Buffer.from(identityKeyOf(address));
    identityKey.writeUInt16BE(index % lanes);
    const envelope = fakeEnvelope(fakeMessage({ sender: { address } }));
    return { ...envelope, identityKey: identityKey as IdentityKey };
  });
  await town.acceptBatch({ envelopes });
}

const pendingOf = (town: MemoryTown) =>
  town.database.envelopes.all().filter((row) => row.outcome === null).length;

describe('draining the registrations', () => {
  it('looks once and ends when nothing is pending', async () => {
    const town = new MemoryTown();
    const events = new Events();
    await drainRegistrations(town, events, never);
    expect([events.batches, events.pauses]).toEqual([[], 0]);
  });

  it('ends without a second look after a batch that took everything', async () => {
    const town = new MemoryTown();
    await acceptInLanes(town, 4);
    let looks = 0;
    town.database.onStatement = (statement) => (looks += statement === 'dirtyLanes' ? 1 : 0);
    const events = new Events();
    await drainRegistrations(town, events, never);
    expect([events.batches, events.pauses, looks]).toEqual([[4], 0, 1]);
  });

  it('pauses between batches until all lanes are empty, hot ones included', async () => {
    const town = new MemoryTown(undefined, 16);
    await acceptInLanes(town, 40, 2);
    await town.accept(...Array.from({ length: 50 }, () => fakeMessage()));
    const events = new Events();
    await drainRegistrations(town, events, never);
    expect(pendingOf(town)).toBe(0);
    expect(events.batches.reduce((sum, count) => sum + count)).toBe(130);
    expect(events.pauses).toBeGreaterThanOrEqual(events.batches.length - 1);
  });

  it('waits while other workers hold every lane, and goes on when they let go', async () => {
    const town = new MemoryTown();
    await acceptInLanes(town, 2);
    town.database.lanesTaken.add(0).add(1);
    const events = new Events((pauses) => {
      if (pauses === 3) town.database.lanesTaken.clear();
    });
    await drainRegistrations(town, events, never);
    expect([events.pauses, pendingOf(town)]).toEqual([3, 0]);
  });

  it('goes past lanes that a colleague holds to those behind', async () => {
    const town = new MemoryTown();
    await acceptInLanes(town, 20);
    for (let lane = 0; lane < 16; lane += 1) town.database.lanesTaken.add(lane);
    let stopped = false;
    const events = new Events(() => (stopped = true));
    await drainRegistrations(town, events, () => stopped);
    expect(events.batches).toEqual([4]);
  });

  it('does not leave lanes behind those that a colleague has just emptied', async () => {
    const town = new MemoryTown();
    await acceptInLanes(town, 20);
    let emptied = false;
    town.database.onStatement = (statement) => {
      if (statement !== 'lockLanes' || emptied) return;
      emptied = true;
      for (const row of town.database.envelopes.all()) {
        if (row.lane < 16) town.database.envelopes.update(row.id, { outcome: 'ignored' });
      }
    };
    await drainRegistrations(town, new Events(), never);
    expect(pendingOf(town)).toBe(0);
  });

  it('stops between batches when it is told to', async () => {
    const town = new MemoryTown(undefined, 4);
    await acceptInLanes(town, 4, 5);
    const events = new Events();
    await drainRegistrations(town, events, () => events.batches.length > 0);
    expect(events.batches).toEqual([4]);
    expect(pendingOf(town)).toBe(16);
  });

  it('halves a batch that the database refuses and goes on', async () => {
    const town = new MemoryTown();
    await town.accept(...['a', 'bad', 'c'].map((text) => fakeMessage({ text })));
    town.database.onStatement = (statement, rows) => {
      const bad = (rows as NewMessage[]).some(({ text }) => text === 'bad');
      if (statement === 'insertMessages' && bad) throw new StoreDataRefused('Data too long');
    };
    const events = new Events();
    await drainRegistrations(town, events, never);
    expect(town.database.envelopes.all().map((row) => row.outcome)).toEqual([
      'created',
      'quarantined',
      'joined',
    ]);
  });

  it('hands an unusable database to its caller, with everything still pending', async () => {
    const town = new MemoryTown();
    await acceptInLanes(town, 3);
    town.database.onStatement = (statement) => {
      if (statement === 'takeNumbers') throw new StoreUnavailable('connection lost');
    };
    await expect(drainRegistrations(town, new Events(), never)).rejects.toThrow(StoreUnavailable);
    expect(pendingOf(town)).toBe(3);
  });
});

describe('the first drain after a start', () => {
  it('takes the share of every dirty lane in the first batch, one envelope at a time', async () => {
    const town = new MemoryTown();
    const share = Math.ceil(town.store.batchSize / 3);
    await acceptInLanes(town, 3, share + 1);
    const events = new Events();
    await drainCarefully(town, events, never, new Set());
    expect(events.batches).toEqual(Array(3 * share).fill(1));
    const strikes = town.database.envelopes.all().map((row) => row.strikes);
    expect(strikes.filter((count) => count === 1)).toHaveLength(3 * share);
    expect(pendingOf(town)).toBe(3);
  });

  it('holds an error against nobody, however often it is tried again', async () => {
    const town = new MemoryTown();
    await acceptInLanes(town, 1);
    const begun = new Set<EnvelopeId>();
    town.database.onStatement = (statement) => {
      if (statement === 'findSenders') throw new StoreUnavailable('connection lost');
    };
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(drainCarefully(town, new Events(), never, begun)).rejects.toThrow(
        StoreUnavailable,
      );
    }
    town.database.onStatement = () => undefined;
    await drainCarefully(town, new Events(), never, begun);
    expect(town.database.envelopes.all()).toMatchObject([{ strikes: 1, outcome: 'created' }]);
  });

  it('leaves taken lanes alone and stops when it is told to', async () => {
    const town = new MemoryTown();
    await acceptInLanes(town, 3);
    town.database.lanesTaken.add(0);
    const events = new Events();
    await drainCarefully(town, events, () => events.batches.length > 0, new Set());
    expect(events.batches).toEqual([1]);
  });
});

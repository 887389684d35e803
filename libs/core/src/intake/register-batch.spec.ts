import { describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAccountId,
  fakeEnvelope,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { StoreConflict, StoreDataRefused, StoreUnavailable } from '../error/store-errors.js';
import { type IdentityKey, identityKeyOf, laneOf } from '../identity/binary-key.js';
import type { NewMessage } from '../request/records.js';
import { registerBatch, type WriteBatch } from './register-batch.js';
import { registerByHalves } from './register-by-halves.js';
import { registerCarefully } from './register-carefully.js';

/** Registers what waits in every lane. */
async function registerAll(town: MemoryTown, write?: WriteBatch) {
  return registerBatch(town, await town.store.dirtyLanes(), write);
}

const texts = (town: MemoryTown) => town.database.messages.all().map((message) => message.text);
const outcomes = (town: MemoryTown) => town.database.envelopes.all().map((row) => row.outcome);

/** The database refuses messages with these words. */
function refuse(town: MemoryTown, ...words: string[]): void {
  town.database.onStatement = (statement, rows) => {
    if (statement !== 'insertMessages') return;
    if ((rows as NewMessage[]).some(({ text }) => words.includes(text))) {
      throw new StoreDataRefused('Incorrect string value');
    }
  };
}

/** Messages of different senders in chosen lanes. */
async function acceptInLanes(town: MemoryTown, chosen: readonly number[]): Promise<void> {
  const envelopes = chosen.map((lane, index) => {
    const identityKey = Buffer.from(identityKeyOf(String(index)));
    identityKey.writeUInt16BE(lane);
    const event = fakeMessage({ sender: { address: `sender-${String(index)}` } });
    return { ...fakeEnvelope(event), identityKey: identityKey as IdentityKey };
  });
  await town.acceptBatch({ envelopes });
}

describe('a batch', () => {
  it('tells that all lanes are taken, or that nothing waits', async () => {
    const town = new MemoryTown();
    expect(await registerBatch(town, [3])).toEqual({ kind: 'empty' });
    await acceptInLanes(town, [3]);
    town.database.lanesTaken.add(3);
    expect(await registerBatch(town, [3])).toEqual({ kind: 'all-taken' });
    town.database.lanesTaken.clear();
    expect(await registerBatch(town, [3])).toMatchObject({ kind: 'registered', more: false });
  });

  it('says what became of its envelopes and whether something is to be sent', async () => {
    const town = new MemoryTown();
    await town.accept(fakeMessage(), fakeMessage(), { kind: 'ignored', reason: 'own-echo' });
    const result = await registerAll(town);
    expect(result).toMatchObject({ kind: 'registered', outgoing: true });
    expect(result).toMatchObject({ outcomes: ['created', 'joined', 'ignored'] });
    await town.accept(fakeMessage({ text: 'and' }));
    expect(await registerAll(town)).toMatchObject({ outgoing: false });
  });

  it.each<[string, readonly number[], number | null, boolean]>([
    ['every lane gave less than its share', [1, 1, 2], null, false],
    [
      'a hot lane gave its whole share, though the batch is not full',
      [1, 1, 1, 1, 1, 1, 2],
      null,
      true,
    ],
    ['another worker holds one of its lanes', [1, 2], 2, true],
  ])('when %s', async (_when, chosen, taken, more) => {
    const town = new MemoryTown(undefined, 8);
    await acceptInLanes(town, chosen);
    if (taken !== null) town.database.lanesTaken.add(taken);
    expect(await registerBatch(town, [1, 2])).toMatchObject({ kind: 'registered', more });
  });

  it('rolls back whole for an account that this process has not loaded yet', async () => {
    const town = new MemoryTown();
    await town.accept(fakeMessage());
    town.accounts.forget(fakeAccountId);
    await expect(registerAll(town)).rejects.toThrow(StoreConflict);
    expect(outcomes(town)).toEqual([null]);
    town.accounts.put(fakeAccount());
    await registerAll(town);
    expect(outcomes(town)).toEqual(['created']);
  });

  it('sets aside what its channel cannot read, with the reason, and nothing else', async () => {
    const town = new MemoryTown();
    const unreadable = { ...fakeEnvelope(fakeMessage()), raw: Buffer.from('{"not json') };
    await town.acceptBatch({ envelopes: [unreadable, fakeEnvelope(fakeMessage())] });
    await registerAll(town);
    expect(outcomes(town)).toEqual(['quarantined', 'created']);
    expect(town.database.quarantine.all()).toMatchObject([{ reason: 'normalise-failed' }]);
    expect(town.database.audit.all()[0]).toMatchObject({ action: 'envelope.quarantined' });
  });

  it('sets aside what belongs to a broken account', async () => {
    const town = new MemoryTown();
    await town.accept(fakeMessage());
    town.accounts.broken.add(fakeAccountId);
    await registerAll(town);
    expect(town.database.quarantine.all()).toMatchObject([{ reason: 'account-broken' }]);
  });

  it.each(['missing', 'altered'])('sets aside a message whose file is %s', async (what) => {
    const town = new MemoryTown();
    await town.accept(fakeMessage({ text: 'x'.repeat(70_000) }), fakeMessage({ text: 'y' }));
    const sha256 = town.database.envelopes.all()[0]?.rawSha256 ?? Buffer.alloc(0);
    if (what === 'missing') await town.files.remove(sha256);
    else town.files.alter(sha256, Buffer.from('something else'));
    await registerAll(town);
    expect(outcomes(town)).toEqual(['quarantined', 'created']);
    expect(town.database.quarantine.all()).toMatchObject([{ reason: 'raw-bytes-missing' }]);
  });

  it('reads large messages from the file store', async () => {
    const town = new MemoryTown();
    const request = await town.receive({ text: 'x'.repeat(70_000) });
    expect([texts(town)[0]?.length, request.subject.length]).toEqual([70_000, 120]);
  });
});

describe('a batch with refused values', () => {
  it('is halved until each of them stands alone; the others are registered in order', async () => {
    const town = new MemoryTown();
    const words = Array.from({ length: 16 }, (_, index) => `message ${String(index)}`);
    await town.accept(...words.map((text) => fakeMessage({ text })));
    refuse(town, 'message 3', 'message 4', 'message 15');
    await expect(registerAll(town)).rejects.toThrow(StoreDataRefused);
    expect(town.database.messages.size).toBe(0);
    const result = await registerAll(town, registerByHalves);
    expect(result).toMatchObject({ kind: 'registered', outgoing: true });
    const good = words.filter((_, index) => ![3, 4, 15].includes(index));
    expect(texts(town)).toEqual(good);
    expect([town.database.requests.size, town.database.quarantine.size]).toEqual([1, 3]);
    expect(town.database.quarantine.all()[0]).toMatchObject({ reason: 'refused-by-database' });
    expect(town.request(town.database.requests.all()[0]?.id ?? null).messageCount).toBe(13);
  });

  it('gives up its halves when the database goes away meanwhile', async () => {
    const town = new MemoryTown();
    await town.accept(fakeMessage({ text: 'good' }), fakeMessage({ text: 'bad' }));
    town.database.onStatement = (statement, rows) => {
      if (statement !== 'insertMessages') return;
      if (rows.length > 1) throw new StoreDataRefused('Data too long');
      if ((rows as NewMessage[])[0]?.text === 'bad') throw new StoreUnavailable('gone');
    };
    await expect(registerAll(town, registerByHalves)).rejects.toThrow(StoreUnavailable);
    expect(outcomes(town)).toEqual([null, null]);
    expect(town.database.messages.size).toBe(0);
  });
});

describe('a careful registration', () => {
  const lane = laneOf(fakeEnvelope(fakeMessage()).identityKey);

  it('takes the oldest envelope of a lane alone and notes before that it has begun', async () => {
    const town = new MemoryTown();
    await town.accept(fakeMessage({ text: 'one' }), fakeMessage({ text: 'two' }));
    expect(await registerCarefully(town, lane)).toEqual({ outcomes: ['created'], outgoing: true });
    expect(texts(town)).toEqual(['one']);
    expect(town.database.envelopes.all().map((row) => row.strikes)).toEqual([1, 0]);
  });

  it('finds nothing in a lane that is empty or taken', async () => {
    const town = new MemoryTown();
    expect(await registerCarefully(town, lane)).toBeNull();
    await town.accept(fakeMessage());
    town.database.lanesTaken.add(lane);
    expect(await registerCarefully(town, lane)).toBeNull();
    expect(town.database.envelopes.all()[0]?.strikes).toBe(0);
  });

  it('quarantines what took the process down three times, without touching it', async () => {
    const town = new MemoryTown();
    await town.accept(fakeMessage({ text: 'killer' }), fakeMessage({ text: 'two' }));
    town.database.onStatement = (statement) => {
      if (statement === 'findSenders') throw new Error('the process died here');
    };
    for (const strikes of [1, 2, 3]) {
      await expect(registerCarefully(town, lane)).rejects.toThrow('the process died here');
      expect(town.database.envelopes.all()[0]).toMatchObject({ strikes, outcome: null });
    }
    expect(await registerCarefully(town, lane)).toEqual({
      outcomes: ['quarantined'],
      outgoing: false,
    });
    expect(town.database.quarantine.all()).toMatchObject([{ reason: 'stopped-the-process' }]);
    town.database.onStatement = () => undefined;
    await town.register();
    expect(outcomes(town)).toEqual(['quarantined', 'created']);
  });

  it('quarantines what the database refuses, so that the start goes on', async () => {
    const town = new MemoryTown();
    await town.accept(fakeMessage({ text: 'bad' }));
    refuse(town, 'bad');
    expect(await registerCarefully(town, lane)).toMatchObject({ outcomes: ['quarantined'] });
  });
});

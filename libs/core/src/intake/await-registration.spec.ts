import { describe, expect, it } from '@jest/globals';

import {
  fakeAccountId,
  fakeEnvelope,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { Normalised } from '../channel/normalised.js';
import { StoreUnavailable } from '../error/store-errors.js';
import { dedupeKeyOf } from '../identity/binary-key.js';
import { AWAIT_REGISTRATION_MS, awaitRegistration } from './await-registration.js';

async function arrived(town: MemoryTown, event: Normalised = fakeMessage()) {
  const envelope = fakeEnvelope(event);
  await town.acceptBatch({ envelopes: [envelope] });
  return envelope;
}

describe('waiting for one’s own registration', () => {
  it('answers with the number, the promised time and the link to the thread', async () => {
    const town = new MemoryTown();
    const { dedupeKey, identityKey } = await arrived(town);
    const registered = await awaitRegistration(town, dedupeKey);
    const [request] = town.database.requests.all();
    expect(registered).toMatchObject({
      outcome: 'created',
      requestId: request?.id,
      number: 'FM26-000001-9',
      expectedAt: request?.expectedAt,
    });
    const token = registered === 'pending' ? null : registered.threadToken;
    const reading = town.links.read(token ?? '', town.clock.now());
    expect(reading).toMatchObject({
      kind: 'valid',
      grant: { requestId: request?.id, identityKey },
    });
  });

  it('gives whoever only wrote a number its public facts and no link', async () => {
    const town = new MemoryTown();
    const { number } = await town.receive();
    const stranger = fakeMessage({ text: number, sender: { address: '+12025550190' } });
    const { dedupeKey } = await arrived(town, stranger);
    const registered = await awaitRegistration(town, dedupeKey);
    expect(registered).toMatchObject({ outcome: 'answered', number, threadToken: null });
  });

  it('repeats the answer for what was registered before', async () => {
    const town = new MemoryTown();
    const { dedupeKey } = await arrived(town);
    const first = await awaitRegistration(town, dedupeKey);
    expect(await awaitRegistration(town, dedupeKey)).toEqual(first);
    expect(town.database.requests.size).toBe(1);
  });

  it('tells that an unreadable message was set aside', async () => {
    const town = new MemoryTown();
    const { dedupeKey } = await arrived(town, fakeMessage({ sender: { address: '' } }));
    expect(await awaitRegistration(town, dedupeKey)).toMatchObject({
      outcome: 'quarantined',
      number: null,
      threadToken: null,
    });
  });

  it('waits while another process has the lane, and sees its result', async () => {
    const town = new MemoryTown();
    const { dedupeKey } = await arrived(town);
    const [row] = town.database.envelopes.all();
    town.database.lanesTaken.add(row?.lane ?? -1);
    let naps = 0;
    const sleep = async (milliseconds: number) => {
      await town.sleep(milliseconds);
      naps += 1;
      if (naps === 3) town.database.lanesTaken.clear();
    };
    const ports = Object.assign(Object.create(town) as MemoryTown, { sleep });
    expect(await awaitRegistration(ports, dedupeKey)).toMatchObject({ outcome: 'created' });
    expect(naps).toBe(3);
  });

  it('gives up after two seconds, and for an envelope that nobody stored', async () => {
    const town = new MemoryTown();
    const { dedupeKey } = await arrived(town);
    town.accounts.forget(fakeAccountId);
    const startedAt = town.clock.now();
    expect(await awaitRegistration(town, dedupeKey)).toBe('pending');
    expect(town.clock.now() - startedAt).toBe(AWAIT_REGISTRATION_MS);
    expect(await awaitRegistration(town, dedupeKeyOf('never'))).toBe('pending');
  });

  it('hands a database that is gone to its caller', async () => {
    const town = new MemoryTown();
    const { dedupeKey } = await arrived(town);
    town.database.onStatement = () => {
      throw new StoreUnavailable('gone');
    };
    await expect(awaitRegistration(town, dedupeKey)).rejects.toThrow(StoreUnavailable);
  });
});

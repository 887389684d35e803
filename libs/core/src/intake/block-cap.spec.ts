import { describe, expect, it } from '@jest/globals';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import {
  fakeAccount,
  fakeCapabilities,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { HOUR } from '../time/instant.js';
import { blockOf } from './block-cap.js';

const capabilities = { ...fakeCapabilities, addressBlocks: { phone: 9 } };

/** Numbers of one block of a thousand. */
function numberOf(index: number): string {
  return `+19195550${String(index).padStart(3, '0')}`;
}

function townOf(changes: object = capabilities): MemoryTown {
  const account = fakeAccount({ capabilities: { ...fakeCapabilities, ...changes } });
  return new MemoryTown(new FakeAccounts(account));
}

async function pump(town: MemoryTown, from: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => numberOf(from + index));
  await town.accept(...numbers.map((address) => fakeMessage({ sender: { address } })));
  await town.register();
}

const acknowledged = (town: MemoryTown) =>
  town.database.outbox.all().filter(({ kind }) => kind === 'acknowledgement');

describe('messages of a block of numbers', () => {
  it('are all requests, of which a bounded number is acknowledged an hour', async () => {
    const town = townOf();
    await pump(town, 0, 30);
    await pump(town, 30, 70);
    expect(town.database.requests.size).toBe(100);
    expect(acknowledged(town)).toHaveLength(50);
    expect(town.database.untold.size).toBe(0);
    expect(town.database.blocks.all()).toMatchObject([
      { block: 'phone:+19195550', acknowledged: 50, withheld: 50 },
    ]);
    town.clock.advance(HOUR);
    await pump(town, 100, 10);
    expect(acknowledged(town)).toHaveLength(60);
  });

  it('take nothing from numbers that begin otherwise', async () => {
    const town = townOf();
    await pump(town, 0, 60);
    await town.receive({ sender: { address: '+19195551000' } });
    expect(acknowledged(town)).toHaveLength(51);
  });

  it('get a bounded number of answers to bare request numbers too', async () => {
    const town = townOf();
    const { number } = await town.receive({ sender: { address: '+12025550101' } });
    const answers = Array.from({ length: 80 }, (_, index) =>
      fakeMessage({ text: number, sender: { address: numberOf(index) } }),
    );
    await town.accept(...answers);
    await town.register();
    const status = town.database.outbox.all().filter(({ kind }) => kind === 'status');
    expect(status).toHaveLength(50);
  });

  it('are not counted where addresses have no blocks', async () => {
    const town = townOf({});
    await pump(town, 0, 60);
    expect(acknowledged(town)).toHaveLength(60);
    expect(town.database.blocks.size).toBe(0);
    expect(blockOf({ kind: 'email', address: 'ana@example.org' }, capabilities)).toBeNull();
    expect(blockOf({ kind: 'phone', address: '+1919' }, capabilities)).toBe('phone:+1919');
  });
});

describe('a message of an address that the account sends nothing to', () => {
  it('is a request, and gets no automatic text', async () => {
    const town = townOf();
    const sender = { address: '+447400123456' };
    const { number } = await town.receive({ sender, answerable: false });
    await town.receive({ sender, answerable: false, text: 'I smell gas, people are trapped!' });
    await town.receive({ sender: { address: '+447400123457' }, answerable: false, text: number });
    expect(town.database.requests.size).toBe(1);
    expect(town.database.outbox.all()).toEqual([]);
  });
});

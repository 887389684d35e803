import { describe, expect, it } from '@jest/globals';

import { fakeEnvelope, fakeMessage } from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { type IdentityKey, identityKeyOf } from '../identity/binary-key.js';

async function statementsOf(messages: number): Promise<string[]> {
  const town = new MemoryTown(undefined, 4_096);
  const lane = identityKeyOf('one lane for all');
  const statements: string[] = [];
  const envelopes = Array.from({ length: messages }, (_, index) => ({
    ...fakeEnvelope(fakeMessage({ sender: { address: `+1202555${String(index)}` } })),
    identityKey: Buffer.concat([lane.subarray(0, 12), number(index)]) as IdentityKey,
  }));
  await town.acceptBatch({ envelopes });
  town.database.onStatement = (statement) => statements.push(statement);
  await town.register();
  return statements;
}

function number(index: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(index);
  return bytes;
}

describe('the writing of a batch', () => {
  it('takes the numbers late: after them come only the rows that carry them', async () => {
    const statements = await statementsOf(3);
    expect(statements.slice(statements.indexOf('takeNumbers'))).toEqual([
      'takeNumbers',
      'insertRequests',
      'insertOutbox',
    ]);
  });

  it('claims the envelopes before it writes anything', async () => {
    const statements = await statementsOf(3);
    const firstWrite = statements.find((name) => /^(settle|insert|update|take)/.test(name));
    expect(firstWrite).toBe('settleEnvelopes');
  });

  it('needs the same statements for one message as for a hundred', async () => {
    const one = await statementsOf(1);
    expect(await statementsOf(100)).toEqual(one);
    expect(one.length).toBeLessThanOrEqual(16);
  });

  it('leaves nothing behind when any of its statements fails', async () => {
    for (const failing of new Set(await statementsOf(3))) {
      if (failing === 'dirtyLanes') continue;
      const town = new MemoryTown();
      await town.accept(fakeMessage(), fakeMessage({ sender: { address: '+12025550111' } }));
      town.database.onStatement = (statement) => {
        if (statement === failing) throw new Error('the connection is gone');
      };
      await expect(town.register()).rejects.toThrow('the connection is gone');
      const { contacts, messages, requests, clocks, outbox, audit, counters } = town.database;
      const written = [contacts, messages, requests, clocks, outbox, audit, counters];
      expect(written.map((table) => table.size)).toEqual(written.map(() => 0));
      town.database.onStatement = () => undefined;
      await town.register();
      expect(requests.all().map((request) => request.number)).toEqual([
        'FM26-000001-9',
        'FM26-000002-4',
      ]);
    }
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import {
  fakeAccount,
  fakeCapabilities,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { NewOutboxEntry } from '../request/records.js';
import { DAY, HOUR, MINUTE } from '../time/instant.js';
import { sendDigests } from './send-digests.js';

const goOn = new AbortController().signal;
const ana = '+12025550101';
const separate = fakeAccount({ capabilities: { ...fakeCapabilities, grouping: 'separate' } });

let town: MemoryTown;
beforeEach(() => {
  town = townWith();
});

function townWith(batchSize = 32): MemoryTown {
  return new MemoryTown(new FakeAccounts(separate), batchSize);
}

async function write(count: number, address = ana): Promise<void> {
  const words = Array.from({ length: count }, (_, index) => `Pothole ${String(index)}`);
  await town.accept(...words.map((text) => fakeMessage({ text, sender: { address } })));
  await town.register();
}

function sent(): NewOutboxEntry[] {
  return town.database.outbox.all();
}

function numbersIn({ body }: NewOutboxEntry): readonly string[] {
  return body.match(/FM26-\d{6}-\d/g) ?? [];
}

function allNumbers(): string[] {
  return town.database.requests.all().map(({ number }) => number);
}

describe('a sender who writes more than five times a day', () => {
  it('gets five acknowledgements and, an hour later, one digest with exactly the other numbers', async () => {
    await write(20);
    expect(sent()).toHaveLength(5);
    town.clock.advance(HOUR - 1);
    expect(await sendDigests(town.digestPorts, goOn)).toBe(0);
    town.clock.advance(1);
    expect(await sendDigests(town.digestPorts, goOn)).toBe(1);
    const digest = sent()[5];
    expect(digest).toMatchObject({ kind: 'acknowledgement', channelRef: 'thread-1' });
    expect(digest && numbersIn(digest)).toEqual(allNumbers().slice(5));
    expect(digest?.requestNumber).toBe(allNumbers()[5]);
    expect(town.rings).toBe(1);
    expect(await sendDigests(town.digestPorts, goOn)).toBe(0);
  });

  it('is told the promised time of each', async () => {
    await write(6);
    town.clock.advance(HOUR);
    await sendDigests(town.digestPorts, goOn);
    const [first = '', line = '', ...more] = sent().at(-1)?.body.split('\n') ?? [];
    expect(first).toMatch(/^We have one more request from you\./);
    expect(line).toMatch(/^FM26-000006-\d: by Tuesday 17 November, 10:00 am$/);
    expect(more).toEqual([]);
  });

  it('reads the first thirty numbers of three hundred, and how many more there are', async () => {
    town = townWith(100);
    await write(300);
    town.clock.advance(HOUR);
    await sendDigests(town.digestPorts, goOn);
    expect([town.database.requests.size, sent().length]).toEqual([300, 6]);
    const digest = sent()[5];
    expect(digest && numbersIn(digest)).toEqual(allNumbers().slice(5, 35));
    expect(digest?.body).toMatch(/^We have 295 more requests from you\..*And 265 more\.$/s);
    expect(town.database.untold.size).toBe(0);
  });

  it('reads as many numbers as the channel has room for', async () => {
    const textLimit = { max: 300, unit: 'characters' } as const;
    const capabilities = { ...separate.capabilities, textLimit };
    town = new MemoryTown(new FakeAccounts(fakeAccount({ capabilities })));
    await write(30);
    town.clock.advance(HOUR);
    await sendDigests(town.digestPorts, goOn);
    const digest = sent().at(-1);
    const body = digest?.body ?? '';
    expect(body.length).toBeLessThanOrEqual(300);
    expect(body.length).toBeGreaterThan(200);
    const shown = digest === undefined ? 0 : numbersIn(digest).length;
    expect(body).toContain(`And ${String(25 - shown)} more.`);
  });

  it('reads the status of what was closed meanwhile instead of a promise', async () => {
    await write(6);
    const id = town.database.requests.all()[5]?.id ?? '';
    town.database.requests.update(id, { status: 'resolved', awaitsReply: false });
    town.clock.advance(HOUR);
    await sendDigests(town.digestPorts, goOn);
    expect(sent().at(-1)?.body).toMatch(/FM26-000006-\d: Done\.$/);
  });

  it('holds nobody else up', async () => {
    await write(7);
    await write(1, '+12025550199');
    expect(sent()).toHaveLength(6);
  });
});

describe('a day later', () => {
  it('a sender who paused is acknowledged at once again', async () => {
    await write(6);
    town.clock.advance(HOUR);
    await sendDigests(town.digestPorts, goOn);
    town.clock.advance(DAY);
    await write(5);
    expect(sent()).toHaveLength(11);
  });

  it('a sender who went on gets the second digest no sooner than 24 hours after the first', async () => {
    await write(6);
    town.clock.advance(HOUR);
    await sendDigests(town.digestPorts, goOn);
    town.clock.advance(MINUTE);
    await write(2);
    town.clock.advance(DAY - MINUTE - 1);
    await write(1);
    expect(await sendDigests(town.digestPorts, goOn)).toBe(0);
    town.clock.advance(1);
    expect(await sendDigests(town.digestPorts, goOn)).toBe(1);
    const digest = sent().at(-1);
    expect(digest && numbersIn(digest)).toEqual(allNumbers().slice(6));
  });
});

describe('a responder that answers everything and does not say that it is one', () => {
  it('is answered five times, then once a day', async () => {
    await write(1);
    let answered = 0;
    for (let hour = 0; hour < 10 * 24; hour += 1) {
      while (answered < sent().length && answered < 100) {
        answered += 1;
        await write(1);
      }
      town.clock.advance(HOUR);
      await sendDigests(town.digestPorts, goOn);
    }
    expect(sent()).toHaveLength(5 + 10);
  });
});

describe('a digest whose process dies', () => {
  it.each(['digest:written', 'digest:committed'])('at %s is sent once', async (step) => {
    await write(8);
    town.clock.advance(HOUR);
    const checkpoint = (name: string) => {
      if (name === step) throw new Error('killed');
    };
    await expect(sendDigests({ ...town.digestPorts, checkpoint }, goOn)).rejects.toThrow('killed');
    await sendDigests(town.digestPorts, goOn);
    expect(sent()).toHaveLength(6);
    const digest = sent()[5];
    expect(digest && numbersIn(digest)).toEqual(allNumbers().slice(5));
  });
});

describe('whatever comes when', () => {
  const steps = fc.array(
    fc.record({
      mails: fc.integer({ min: 0, max: 9 }),
      sender: fc.constantFrom(ana, '+12025550102'),
      afterMs: fc.constantFrom(0, MINUTE, HOUR, 5 * HOUR, 11 * HOUR, DAY),
      digests: fc.boolean(),
    }),
    { minLength: 1, maxLength: 25 },
  );

  it('tells every number once, five messages and one digest a day at most', async () => {
    const told = fc.asyncProperty(steps, async (sequence) => {
      town = townWith(4);
      for (const { mails, sender, afterMs, digests } of sequence) {
        town.clock.advance(afterMs);
        if (digests) await sendDigests(town.digestPorts, goOn);
        await write(mails, sender);
      }
      for (let round = 0; round < 2; round += 1) {
        town.clock.advance(DAY);
        await sendDigests(town.digestPorts, goOn);
      }
      const named = sent().flatMap(numbersIn);
      expect(new Set(named).size).toBe(named.length);
      expect(named.length + counted()).toBe(town.database.requests.size);
      for (const address of [ana, '+12025550102']) expectCapKept(address);
    });
    await fc.assert(told, { numRuns: 40 });
  });

  /** Up to thirty are named in a digest; the rest is counted. */
  function counted(): number {
    const counts = sent().map(({ body }) => /And (\d+|one) more\.$/.exec(body)?.[1] ?? '0');
    return counts.reduce((sum, words) => sum + (words === 'one' ? 1 : Number(words)), 0);
  }

  function expectCapKept(address: string): void {
    const { requests, contactPoints } = town.database;
    const point = contactPoints.all().find((row) => row.address === address);
    const ours = sent().filter(
      (row) => requests.get(row.requestId ?? '')?.contactPointId === point?.id,
    );
    const digests = ours.filter(({ body }) => /more requests? from you/.test(body));
    const single = ours.filter((row) => !digests.includes(row));
    for (const { createdAt } of ours) {
      const within = (row: NewOutboxEntry) =>
        row.createdAt >= createdAt && row.createdAt < createdAt + DAY;
      expect(single.filter(within).length).toBeLessThanOrEqual(5);
      expect(digests.filter(within).length).toBeLessThanOrEqual(1);
    }
  }
});

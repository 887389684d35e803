import { describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAccountId,
  fakeAdapter,
  fakeEnvelope,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { Polled } from '../channel/adapter.js';
import { StoreUnavailable } from '../error/store-errors.js';
import { pollAccount } from './poll-account.js';

const never = new AbortController().signal;
const afterCommitFailed = () => undefined;
const event = (id: string) => fakeEnvelope(fakeMessage({ text: id }), id);

function polling(pages: Record<string, Polled>) {
  const town = new MemoryTown();
  const cursors: (string | null)[] = [];
  const poll = async (cursor: string | null) => {
    cursors.push(cursor);
    return Promise.resolve(
      pages[cursor ?? 'start'] ?? { envelopes: [], cursor: 'end', more: false },
    );
  };
  const account = fakeAccount({ adapter: { ...fakeAdapter(), poll } });
  const { envelopes, files, clock, checkpoint } = town;
  let rings = 0;
  const ports = {
    ...{ envelopes, files, clock, checkpoint, afterCommitFailed },
    ring: () => (rings += 1),
  };
  return { town, cursors, run: () => pollAccount(ports, account, never), rings: () => rings };
}

describe('polling an account', () => {
  it('fetches page after page and remembers where it stands', async () => {
    const { town, cursors, run, rings } = polling({
      start: { envelopes: [event('a'), event('b')], cursor: '2', more: true },
      '2': { envelopes: [event('c')], cursor: '3', more: false },
    });
    expect(await run()).toBe(3);
    expect([cursors, rings()]).toEqual([[null, '2'], 2]);
    expect(await town.envelopes.pollCursor(fakeAccountId)).toBe('3');
    expect(await run()).toBe(0);
    expect([cursors.at(-1), rings()]).toEqual(['3', 2]);
  });

  it('stores neither envelopes nor cursor when the commit fails, and both the next time', async () => {
    const { town, run } = polling({
      start: { envelopes: [event('a'), event('b')], cursor: '2', more: false },
    });
    town.database.onStatement = (statement) => {
      if (statement === 'moveCursor') throw new StoreUnavailable('gone');
    };
    await expect(run()).rejects.toThrow(StoreUnavailable);
    expect(town.database.envelopes.size).toBe(0);
    town.database.onStatement = () => undefined;
    expect(await run()).toBe(2);
    expect(town.database.envelopes.size).toBe(2);
  });

  it('does not store an event twice that two pages contain', async () => {
    const { town, run } = polling({
      start: { envelopes: [event('a')], cursor: '2', more: true },
      '2': { envelopes: [event('a'), event('b')], cursor: '3', more: false },
    });
    await run();
    expect(town.database.envelopes.size).toBe(2);
  });

  it('tells the provider after the commit, and loses nothing when that fails', async () => {
    const stored: number[] = [];
    const failures: unknown[] = [];
    const town = new MemoryTown();
    const afterCommit = () => {
      stored.push(town.database.envelopes.size);
      return Promise.reject(new Error('over quota'));
    };
    const polled: Polled = { envelopes: [event('a')], cursor: '2', more: false, afterCommit };
    const account = fakeAccount({
      adapter: { ...fakeAdapter(), poll: () => Promise.resolve(polled) },
    });
    const { envelopes, files, clock, checkpoint } = town;
    const ports = { envelopes, files, clock, checkpoint, ring: () => undefined };
    const failed = (error: unknown) => failures.push(error);
    await pollAccount({ ...ports, afterCommitFailed: failed }, account, never);
    expect([stored, failures]).toEqual([[1], [new Error('over quota')]]);
    expect(await town.envelopes.pollCursor(fakeAccountId)).toBe('2');
  });

  it('leaves a channel alone that is only called', async () => {
    const town = new MemoryTown();
    const { envelopes, files, clock, checkpoint } = town;
    const ports = {
      ...{ envelopes, files, clock, checkpoint, afterCommitFailed },
      ring: () => undefined,
    };
    expect(await pollAccount(ports, fakeAccount(), never)).toBe(0);
  });
});

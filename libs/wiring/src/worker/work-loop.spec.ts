import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../../../../test/support/eventually.js';
import { type LoopWork, WorkLoop } from './work-loop.js';

const never = 1_000_000;
const loops: WorkLoop[] = [];

function loopOf(round: LoopWork['round'], waitMs = never, failed: LoopWork['failed'] = noMatter) {
  const work = { name: 'test', round, waitMs: () => waitMs, failed };
  const loop = new WorkLoop(work, { fromMs: 400, upToMs: 400 });
  loops.push(loop);
  return loop;
}

function noMatter(): void {
  return undefined;
}

describe('A work loop', () => {
  afterEach(() => Promise.all(loops.splice(0).map((loop) => loop.stop())));

  it('works once at the start and then waits', async () => {
    let rounds = 0;
    loopOf(() => {
      rounds += 1;
      return Promise.resolve();
    }).start();
    await pause(20);
    expect(rounds).toBe(1);
  });

  it('works again when its time has come', async () => {
    let rounds = 0;
    loopOf(() => {
      rounds += 1;
      return Promise.resolve();
    }, 5).start();
    await eventually(() => expect(rounds).toBeGreaterThan(3));
  });

  it('works at once when it is woken', async () => {
    let rounds = 0;
    const loop = loopOf(() => {
      rounds += 1;
      return Promise.resolve();
    });
    loop.start();
    await eventually(() => expect(rounds).toBe(1));
    loop.wake();
    await eventually(() => expect(rounds).toBe(2));
  });

  it('takes many wakes during a round for one', async () => {
    let rounds = 0;
    const loop = loopOf(async () => {
      rounds += 1;
      await pause(20);
    });
    loop.start();
    for (let count = 0; count < 10; count += 1) loop.wake();
    await eventually(() => expect(rounds).toBe(2));
    await pause(60);
    expect(rounds).toBe(2);
  });

  it('lives on when a round fails, tells so, and is in no hurry although it is woken', async () => {
    let rounds = 0;
    let failures = 0;
    const loop = loopOf(
      () => {
        rounds += 1;
        return rounds < 3 ? Promise.reject(new Error('away')) : Promise.resolve();
      },
      never,
      () => {
        failures += 1;
      },
    );
    loop.start();
    const hurry = setInterval(() => loop.wake(), 1);
    await pause(8);
    expect(rounds).toBe(1);
    clearInterval(hurry);
    await eventually(() => expect([rounds, failures]).toEqual([3, 2]));
  });

  it('stops after the round under way, whose signal is aborted', async () => {
    let ended = false;
    let aborted = false;
    const loop = loopOf(async (signal) => {
      await pause(30);
      aborted = signal.aborted;
      ended = true;
    });
    loop.start();
    await pause(5);
    await loop.stop();
    expect([ended, aborted]).toEqual([true, true]);
  });
});

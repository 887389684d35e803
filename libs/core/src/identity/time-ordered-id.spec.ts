import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../../test/support/fakes/fake-clock.js';
import { timeOrderedIds } from './time-ordered-id.js';

const MANY = 100_000;

describe('time-ordered ids', () => {
  it.each([
    ['while the clock stands still', () => 0],
    ['while it runs', (index: number) => (index % 50 === 0 ? 1 : 0)],
    ['while it jumps back and forth', (index: number) => (index % 7 === 0 ? -3_600_000 : 500_000)],
  ])('grow and never repeat %s', (_when, step) => {
    const clock = new FakeClock();
    const newId = timeOrderedIds(clock);
    let last = '';
    const seen = new Set<string>();
    for (let index = 0; index < MANY; index += 1) {
      clock.advance(step(index));
      const id = newId();
      if (id <= last) throw new Error(`${id} does not follow ${last}`);
      last = id;
      seen.add(id);
    }
    expect(seen.size).toBe(MANY);
  });

  it('are version 7 UUIDs in lower case that begin with the time', () => {
    const clock = new FakeClock('2026-11-16T15:00:00Z');
    const id = timeOrderedIds(clock)();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(clock.now());
  });

  it('of two processes at the same instant differ', () => {
    const clock = new FakeClock();
    expect(timeOrderedIds(clock)()).not.toBe(timeOrderedIds(clock)());
  });
});

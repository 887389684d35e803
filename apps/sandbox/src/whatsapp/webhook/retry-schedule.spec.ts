import { describe, expect, it } from '@jest/globals';

import { waitForNextTry } from './retry-schedule.js';

const mintedAt = Date.UTC(2026, 10, 23, 12);
const DAY = 24 * 60 * 60 * 1_000;

describe('The retries of a webhook', () => {
  it('come soon at first, then ever more seldom, for seven days', () => {
    const waits: number[] = [];
    let now = mintedAt;
    for (let wait = waitForNextTry(mintedAt, now); wait !== null;) {
      waits.push(wait);
      now += wait;
      wait = waitForNextTry(mintedAt, now);
    }
    expect(waits.slice(0, 3)).toEqual([1_000, 2_000, 7_000]);
    expect(waits.at(-1)).toBe(DAY);
    expect(now - mintedAt).toBe(7 * DAY);
  });

  it('go on after a restart where the schedule is by then, and end when the days are over', () => {
    expect(waitForNextTry(mintedAt, mintedAt + DAY + 1)).toBe(DAY - 1);
    expect(waitForNextTry(mintedAt, mintedAt + 7 * DAY)).toBeNull();
  });
});

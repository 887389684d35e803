import { describe, expect, it } from '@jest/globals';

import { isWindowOpen } from './window.js';

const HOUR = 60 * 60 * 1_000;
const wroteAt = Date.UTC(2026, 10, 23, 12);

describe('The window of 24 hours', () => {
  it('is open until 24 hours after the citizen wrote, to the millisecond', () => {
    const state = { lastWrittenAt: wroteAt, dayPassed: false };
    expect(isWindowOpen(state, wroteAt)).toBe(true);
    expect(isWindowOpen(state, wroteAt + 24 * HOUR - 1)).toBe(true);
    expect(isWindowOpen(state, wroteAt + 24 * HOUR)).toBe(false);
  });

  it('is closed for who never wrote, and when somebody let the day pass', () => {
    expect(isWindowOpen({ lastWrittenAt: null, dayPassed: false }, wroteAt)).toBe(false);
    expect(isWindowOpen({ lastWrittenAt: wroteAt, dayPassed: true }, wroteAt)).toBe(false);
  });
});

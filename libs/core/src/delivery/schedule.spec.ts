import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { HOUR, MINUTE, SECOND } from '../time/instant.js';
import { defaultDeliverySchedule, retryDelayMs } from './schedule.js';

const ids = fc.uuid({ version: 7 });
const attempts = fc.integer({ min: 1, max: 40 });

describe('the wait before the next attempt', () => {
  it.each([
    [1, 30 * SECOND],
    [2, 2 * MINUTE],
    [3, 10 * MINUTE],
    [8, HOUR],
    [30, HOUR],
  ])('after attempt %d is within ten percent of %d ms', (attempt, base) => {
    const spread = fc.property(ids, (id) => {
      const delay = retryDelayMs(defaultDeliverySchedule, attempt, id);
      expect(Math.abs(delay - base)).toBeLessThanOrEqual(base * 0.1 + 1);
    });
    fc.assert(spread);
  });

  it('is the same on every worker, and differs between entries', () => {
    const same = fc.property(ids, attempts, (id, attempt) => {
      const delay = retryDelayMs(defaultDeliverySchedule, attempt, id);
      expect(retryDelayMs({ ...defaultDeliverySchedule }, attempt, id)).toBe(delay);
    });
    fc.assert(same);
    const delays = fc.sample(ids, 50).map((id) => retryDelayMs(defaultDeliverySchedule, 1, id));
    expect(new Set(delays).size).toBeGreaterThan(20);
  });
});

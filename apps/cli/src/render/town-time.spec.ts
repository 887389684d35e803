import { describe, expect, it } from '@jest/globals';

import { timeLeft, townTime } from './town-time.js';

const now = new Date('2026-11-10T12:00:00.000Z');

describe('times as people of the town say them', () => {
  it('follow the zone through both kinds of time', () => {
    expect(townTime('2026-11-10T15:00:00.000Z', 'America/New_York')).toBe(
      'Tue 10 Nov 2026, 10:00 EST',
    );
    expect(townTime('2026-07-10T15:00:00.000Z', 'America/New_York')).toBe(
      'Fri 10 Jul 2026, 11:00 EDT',
    );
  });

  it.each([
    ['2026-11-10T12:00:00.000Z', '0 min left'],
    ['2026-11-10T12:20:30.000Z', '20 min left'],
    ['2026-11-10T15:20:00.000Z', '3 h 20 min left'],
    ['2026-11-12T12:00:00.000Z', '2 d left'],
    ['2026-11-10T11:59:30.000Z', '1 min late'],
    ['2026-11-09T09:00:00.000Z', '1 d 3 h late'],
  ])('say of %s that there is %s', (dueAt, words) => {
    expect(timeLeft(dueAt, now)).toBe(words);
  });
});

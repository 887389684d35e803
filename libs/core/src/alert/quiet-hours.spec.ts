import { describe, expect, it } from '@jest/globals';

import { instantFromIso, isoFromInstant } from '../time/instant.js';
import { tellableAt } from './quiet-hours.js';

const zone = 'America/New_York';
const night = { from: '21:00', to: '07:00' };

describe('what is not urgent is told', () => {
  it.each([
    ['at once by day', night, '2026-11-16T12:00-05:00', '2026-11-16T12:00-05:00'],
    ['at once before the night', night, '2026-11-16T20:59-05:00', '2026-11-16T20:59-05:00'],
    ['next morning in the evening', night, '2026-11-16T21:00-05:00', '2026-11-17T07:00-05:00'],
    ['in the morning after midnight', night, '2026-11-17T03:00-05:00', '2026-11-17T07:00-05:00'],
    ['at once when the night ends', night, '2026-11-17T07:00-05:00', '2026-11-17T07:00-05:00'],
    [
      'after a quiet noon',
      { from: '12:00', to: '13:00' },
      '2026-11-16T12:30-05:00',
      '2026-11-16T13:00-05:00',
    ],
    [
      'at the same wall-clock time when clocks change in the night',
      night,
      '2026-10-31T22:00-04:00',
      '2026-11-01T07:00-05:00',
    ],
    [
      'at once when there are no quiet hours',
      { from: '00:00', to: '00:00' },
      '2026-11-16T03:00-05:00',
      '2026-11-16T03:00-05:00',
    ],
  ])('%s', (_when, quiet, now, expected) => {
    const at = tellableAt(quiet, zone, instantFromIso(now));
    expect(isoFromInstant(at)).toBe(isoFromInstant(instantFromIso(expected)));
  });
});

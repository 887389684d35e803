import { describe, expect, it } from '@jest/globals';

import { defaultCalendar } from '../account/default-town.js';
import { DAY, HOUR, instantFromIso, isoFromInstant, MINUTE, SECOND } from '../time/instant.js';
import { businessCalendar } from './business-calendar.js';
import { describeTarget, dueOf, parseTarget, type Target } from './target.js';

const calendar = businessCalendar(defaultCalendar);

describe('a target as people write it', () => {
  it.each<readonly [string, Target]>([
    ['1 business day', { kind: 'operating', ms: 12 * HOUR }],
    ['0.5 business days', { kind: 'operating', ms: 6 * HOUR }],
    ['12 business hours', { kind: 'operating', ms: 12 * HOUR }],
    ['90 business minutes', { kind: 'operating', ms: 90 * MINUTE }],
    ['3 working days', { kind: 'working-days', days: 3 }],
    ['30 days', { kind: 'calendar-days', days: 30 }],
    ['30 calendar days', { kind: 'calendar-days', days: 30 }],
    ['24 hours', { kind: 'wall', ms: 24 * HOUR }],
    ['60 minutes', { kind: 'wall', ms: HOUR }],
    ['45 seconds', { kind: 'wall', ms: 45 * SECOND }],
    ['  2   Business-Days ', { kind: 'operating', ms: 24 * HOUR }],
    ['1h', { kind: 'wall', ms: HOUR }],
    ['3660 days', { kind: 'calendar-days', days: 3_660 }],
  ])('%s', (text, target) => {
    expect(parseTarget(text, calendar)).toEqual({ ok: true, value: target });
  });

  it.each([
    ['below nothing', '-1 business day', /not after the beginning/],
    ['of nothing', '0 hours', /not after the beginning/],
    ['without a unit', '12', /not a length of time/],
    ['as an ISO duration, which says not what is counted', 'PT12H', /not a length of time/],
    [
      'in working hours, which nobody defined',
      '3 working hours',
      /not a length of time that is known/,
    ],
    ['in a unit that is none', '2 business fortnights', /not a length of time that is known/],
    ['of half a working day', '0.5 working days', /whole number of days/],
    ['of a part of a millisecond', '0.0000001 hours', /whole number of milliseconds/],
    ['of more than ten years', '3661 days', /longer than ten years/],
    ['of more than ten years of hours', '87841 hours', /longer than ten years/],
    ['of no words', '', /not a length of time/],
  ])('that is %s is refused with what to write', (_what, text, message) => {
    const read = parseTarget(text, calendar);
    const faults = read.ok ? [] : (read.problem.faults ?? []);
    expect(faults).toMatchObject([{ field: 'target' }]);
    expect(faults[0]?.message).toMatch(message);
  });

  it.each([
    '1 business day',
    '2 business days',
    '5 business hours',
    '90 business minutes',
    '1 working day',
    '10 working days',
    '1 day',
    '24 hours',
    '61 minutes',
    '45 seconds',
  ])('%s is told in the words in which it is read', (text) => {
    const read = parseTarget(text, calendar);
    expect(read.ok && describeTarget(read.value, calendar)).toBe(text);
  });

  it('is told in hours where no calendar says how long a business day is', () => {
    expect(describeTarget({ kind: 'operating', ms: 12 * HOUR })).toBe('12 business hours');
    expect(describeTarget({ kind: 'wall', ms: 2 * DAY })).toBe('48 hours');
    expect(describeTarget({ kind: 'wall', ms: 1_500 })).toBe('1.5 seconds');
  });
});

describe('a promise of Friday 18:00 before Labor Day ends', () => {
  it.each([
    ['1 business day', '2026-09-08T18:00-04:00'],
    ['1 business hour', '2026-09-04T19:00-04:00'],
    ['1 working day', '2026-09-08T18:00-04:00'],
    ['2 working days', '2026-09-09T18:00-04:00'],
    ['1 day', '2026-09-05T18:00-04:00'],
    ['24 hours', '2026-09-05T18:00-04:00'],
  ])('after %s at %s', (text, expected) => {
    const read = parseTarget(text, calendar);
    const target = read.ok ? read.value : { kind: 'wall' as const, ms: 0 };
    const dueAt = dueOf(target, calendar, instantFromIso('2026-09-04T22:00:00Z'));
    expect(isoFromInstant(dueAt)).toBe(isoFromInstant(instantFromIso(expected)));
  });
});

import { describe, expect, it } from '@jest/globals';

import { expectWorkInProportion } from '../../../../test/support/growth.js';
import { HOUR, instantFromIso, isoFromInstant } from '../time/instant.js';
import { businessCalendar } from './business-calendar.js';
import type { CalendarDefinition, OpeningSpan } from './calendar-definition.js';

const weekday = [{ from: '07:00', to: '19:00' }];
const newYork: CalendarDefinition = {
  name: 'town',
  version: 3,
  zone: 'America/New_York',
  week: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday },
  holidays: [{ date: '2026-11-26', name: 'Thanksgiving Day' }],
  closures: [],
  extraOpenings: [],
  businessDayMs: 12 * HOUR,
};
const calendar = businessCalendar(newYork);

/** New York wall-clock time with its offset: -05:00 in winter, -04:00 in summer. */
function dueAfterOneDay(received: string): string {
  return isoFromInstant(calendar.addOperatingTime(instantFromIso(received), newYork.businessDayMs));
}

describe('one business day, Monday to Friday 07–19 in New York', () => {
  it.each([
    ['Monday 10:00', 'Tuesday 10:00', '2026-11-16T10:00-05:00', '2026-11-17T10:00-05:00'],
    ['Friday 18:00', 'Monday 18:00', '2026-11-13T18:00-05:00', '2026-11-16T18:00-05:00'],
    ['Saturday 12:00', 'Monday 19:00', '2026-11-14T12:00-05:00', '2026-11-16T19:00-05:00'],
    ['Thursday 19:00:00', 'Friday 19:00', '2026-11-12T19:00-05:00', '2026-11-13T19:00-05:00'],
    ['Monday 06:59', 'Monday 19:00', '2026-11-16T06:59-05:00', '2026-11-16T19:00-05:00'],
    ['Monday 07:00', 'Monday 19:00', '2026-11-16T07:00-05:00', '2026-11-16T19:00-05:00'],
    [
      'the eve of a holiday 13:00',
      'Friday 13:00',
      '2026-11-25T13:00-05:00',
      '2026-11-27T13:00-05:00',
    ],
    ['a holiday 09:00', 'Friday 19:00', '2026-11-26T09:00-05:00', '2026-11-27T19:00-05:00'],
    [
      'Friday 18:00 before summer time',
      'Monday 18:00',
      '2026-03-06T18:00-05:00',
      '2026-03-09T18:00-04:00',
    ],
    [
      'Friday 18:00 before winter time',
      'Monday 18:00',
      '2026-10-30T18:00-04:00',
      '2026-11-02T18:00-05:00',
    ],
    [
      'just before closing',
      'just before the next',
      '2026-11-12T18:59:59.999-05:00',
      '2026-11-13T18:59:59.999-05:00',
    ],
  ])('received %s is due %s', (_when, _due, received, expected) => {
    expect(dueAfterOneDay(received)).toBe(isoFromInstant(instantFromIso(expected)));
  });

  it('ends on the closing instant and not at the next opening when the time is used up there', () => {
    expect(dueAfterOneDay('2026-11-13T07:00-05:00')).toBe('2026-11-14T00:00:00.000Z');
  });

  it('is open from the first instant of a span and closed at its last', () => {
    const openAt = (text: string) => calendar.isOpen(instantFromIso(text));
    expect(openAt('2026-11-16T07:00:00.000-05:00')).toBe(true);
    expect(openAt('2026-11-16T06:59:59.999-05:00')).toBe(false);
    expect(openAt('2026-11-16T18:59:59.999-05:00')).toBe(true);
    expect(openAt('2026-11-16T19:00:00.000-05:00')).toBe(false);
    expect(openAt('2026-11-26T12:00:00.000-05:00')).toBe(false);
  });
});

describe('days that are not twenty-four hours long', () => {
  const nights = (zone: string, spans: readonly OpeningSpan[]) =>
    businessCalendar({
      ...newYork,
      zone,
      holidays: [],
      week: { 1: spans, 2: spans, 3: spans, 4: spans, 5: spans, 6: spans, 7: spans },
    });

  it('counts the hour that clocks repeat in autumn', () => {
    const open = nights('America/New_York', [{ from: '00:00', to: '24:00' }]);
    const midnight = instantFromIso('2026-11-01T00:00-04:00');
    const dueAt = open.addOperatingTime(midnight, 24 * HOUR);
    expect(isoFromInstant(dueAt)).toBe(isoFromInstant(instantFromIso('2026-11-01T23:00-05:00')));
  });

  it('does not open for a span that clocks skip in spring, nor twice where spans meet there', () => {
    const spans = [
      { from: '02:15', to: '02:45' },
      { from: '03:00', to: '04:00' },
    ];
    const open = nights('America/New_York', spans);
    const midnight = instantFromIso('2026-03-08T00:00-05:00');
    const dueAt = open.addOperatingTime(midnight, HOUR);
    expect(isoFromInstant(dueAt)).toBe(isoFromInstant(instantFromIso('2026-03-08T04:00-04:00')));
  });

  it('closes at the first of two equal wall-clock times, whatever was asked before', () => {
    const spans = [{ from: '00:00', to: '01:30' }];
    const first = instantFromIso('2026-11-01T01:15-04:00');
    const second = instantFromIso('2026-11-01T01:15-05:00');
    for (const asked of [
      [first, second],
      [second, first],
    ]) {
      const open = nights('America/New_York', spans);
      const answers = asked.map((at) => [at === first, open.isOpen(at)]);
      expect(Object.fromEntries(answers.map(([key, value]) => [String(key), value]))).toEqual({
        true: true,
        false: false,
      });
    }
  });

  it('passes over the Friday that Samoa left out', () => {
    const open = nights('Pacific/Apia', [{ from: '09:00', to: '17:00' }]);
    const thursday = instantFromIso('2011-12-29T16:00-10:00');
    const dueAt = open.addOperatingTime(thursday, 2 * HOUR);
    expect(isoFromInstant(dueAt)).toBe(isoFromInstant(instantFromIso('2011-12-31T10:00+14:00')));
  });
});

describe('a calendar', () => {
  it.each([
    ['has no opening at all', {}],
    ['opens and closes at the same minute', { 1: [{ from: '07:00', to: '07:00' }] }],
    ['closes before it opens', { 1: [{ from: '19:00', to: '07:00' }] }],
  ])('that %s is refused instead of searched for ever', (_what, week) => {
    const closed = businessCalendar({ ...newYork, week });
    expect(() => closed.addOperatingTime(instantFromIso('2026-11-16T12:00Z'), 1)).toThrow(
      /never opens/,
    );
  });

  it('counts overlapping and unsorted spans once', () => {
    const spans = [
      { from: '12:00', to: '15:00' },
      { from: '09:00', to: '13:00' },
    ];
    const open = businessCalendar({ ...newYork, week: { 1: spans } });
    const due = open.addOperatingTime(instantFromIso('2026-11-16T00:00-05:00'), 6 * HOUR);
    expect(isoFromInstant(due)).toBe(isoFromInstant(instantFromIso('2026-11-16T15:00-05:00')));
  });

  it('finds a due time two years off with no more work than one three months off', () => {
    const from = instantFromIso('2026-11-16T10:00-05:00');
    const twoYears = 520;
    const dueTimes = (days: number) => {
      for (let count = 0; count < 1_000; count += 1) {
        calendar.addOperatingTime(from, days * newYork.businessDayMs);
      }
    };
    expectWorkInProportion(twoYears, (days) => days, dueTimes);
  });

  it('answers the same after more days were asked than it keeps', () => {
    const from = instantFromIso('2026-11-16T10:00-05:00');
    const before = calendar.addOperatingTime(from, 5 * newYork.businessDayMs);
    calendar.addOperatingTime(from, 3_500 * newYork.businessDayMs);
    expect(calendar.addOperatingTime(from, 5 * newYork.businessDayMs)).toBe(before);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => businessCalendar({ ...newYork, zone: 'America/Fairmill' })).toThrow(
      /no time zone/,
    );
  });
});

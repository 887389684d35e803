import { describe, expect, it } from '@jest/globals';

import { defaultHolidays } from '#core/account/default-holidays';
import { type HolidayPlace, suggestHolidays } from '#core/calendar/holiday-suggestion';

import { holidayLibrary } from './holiday-library.js';

const northCarolina: HolidayPlace = { country: 'US', state: 'NC' };

describe('holidays that are suggested for North Carolina', () => {
  it('are those that were approved for the town of the first start', () => {
    const years = { first: 2024, last: 2032 };
    const suggested = suggestHolidays(northCarolina, years, holidayLibrary());
    expect(suggested).toEqual({ ok: true, value: defaultHolidays });
  });

  it('come with the day on which one is kept that falls on a weekend', () => {
    const dates = suggestedIn(2026).map(({ date }) => date);
    expect(dates).toEqual(expect.arrayContaining(['2026-07-03', '2026-07-04', '2026-09-07']));
  });

  it('are in order, each date once', () => {
    const dates = suggestedIn(2028).map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
  });
});

describe('a suggestion', () => {
  const years = { first: 2026, last: 2026 };
  const backwards = { first: 2028, last: 2026 };
  it.each([
    ['a country that is none', { country: 'XX', state: null }, years, 'country'],
    ['a state that is none', { country: 'US', state: 'ZZ' }, years, 'state'],
    ['years backwards', northCarolina, backwards, 'years'],
    ['more years than a person reads', northCarolina, { first: 2026, last: 2056 }, 'years'],
    ['years that nobody plans', northCarolina, { first: 2199, last: 2200 }, 'years'],
  ])('for %s is refused', (_what, place, span, field) => {
    const suggested = suggestHolidays(place, span, holidayLibrary());
    expect(suggested.ok ? [] : suggested.problem.faults).toMatchObject([{ field }]);
  });
});

function suggestedIn(year: number) {
  const suggested = suggestHolidays(northCarolina, { first: year, last: year }, holidayLibrary());
  return suggested.ok ? suggested.value : [];
}

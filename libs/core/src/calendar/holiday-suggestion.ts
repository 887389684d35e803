import { invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import { dayNumber, isoDate } from './calendar-date.js';
import type { Holiday } from './calendar-definition.js';

/** A port: what is known of the holidays of the world. */
export interface HolidayLibrary {
  countries(): readonly string[];
  /** Codes of the states of a country that have holidays of their own. */
  statesOf(country: string): readonly string[];
  holidaysIn(place: HolidayPlace, year: number): readonly LibraryHoliday[];
}

export interface HolidayPlace {
  readonly country: string;
  readonly state: string | null;
}

export interface LibraryHoliday {
  /** The first of its days, `YYYY-MM-DD`. */
  readonly date: string;
  readonly days: number;
  readonly name: string;
  /** `public`, `bank`, `observance` … */
  readonly type: string;
  /** The working day on which a holiday is kept that falls on a weekend. */
  readonly substitute: boolean;
}

export interface Years {
  readonly first: number;
  readonly last: number;
}

const MOST_YEARS = 30;

/**
 * Days on which a town probably closes, for a person to approve: public holidays and the days on which
 * they are kept, those of banks included, when they fall on a weekend. Libraries differ on local
 * customs, so this is never a calendar by itself.
 */
export function suggestHolidays(
  { country, state }: HolidayPlace,
  { first, last }: Years,
  library: HolidayLibrary,
): Result<readonly Holiday[]> {
  const countries = library.countries();
  if (!countries.includes(country)) return unknown('country', country, countries);
  const states = library.statesOf(country);
  if (state !== null && !states.includes(state)) return unknown('state', state, states);
  if (last < first || last - first >= MOST_YEARS || first < 1970 || last > 2199) {
    const message = `are a span of at most ${String(MOST_YEARS)} years between 1970 and 2199, as 2026-2028`;
    return refused(invalidInput([{ field: 'years', message }]));
  }
  const names = new Map<string, Set<string>>();
  for (let year = first; year <= last; year += 1) {
    for (const holiday of library.holidaysIn({ country, state }, year)) {
      for (const date of isKept(holiday) ? datesOf(holiday) : []) {
        names.set(date, (names.get(date) ?? new Set()).add(nameOf(holiday)));
      }
    }
  }
  const dates = [...names].sort(([one], [other]) => (one < other ? -1 : 1));
  return succeeded(dates.map(([date, all]) => ({ date, name: [...all].join(', ') })));
}

function isKept({ type, substitute }: LibraryHoliday): boolean {
  return type === 'public' || (type === 'bank' && substitute);
}

function datesOf({ date, days }: LibraryHoliday): string[] {
  const first = dayNumber(date);
  return Array.from({ length: days }, (_, position) => isoDate(first + position));
}

function nameOf({ name, substitute }: LibraryHoliday): string {
  return substitute ? `${name.replace(/ \(substitute day\)$/, '')} (observed)` : name;
}

function unknown(field: string, given: string, known: readonly string[]): Result<never> {
  const message =
    known.length === 0
      ? `'${given}' is not known, and this country has none; leave it out`
      : `'${given}' is not known; known are ${known.join(', ')}`;
  return refused(invalidInput([{ field, message }]));
}

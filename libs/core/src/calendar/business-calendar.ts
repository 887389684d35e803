import type { Instant } from '../time/instant.js';
import { dayNumber } from './calendar-date.js';
import type { CalendarDefinition } from './calendar-definition.js';
import type { Opening } from './opening.js';
import { openingChunks } from './opening-chunks.js';
import { openingDays } from './opening-days.js';
import { openingSearch } from './opening-search.js';
import { wallClock } from './wall-clock.js';
import { workingDays } from './working-days.js';

export interface BusinessCalendar {
  readonly name: string;
  readonly version: number;
  readonly zone: string;
  /** What it was made of. */
  readonly definition: CalendarDefinition;
  /** Operating time of one business day. */
  readonly businessDayMs: number;
  isOpen(at: Instant): boolean;
  /** `at` itself when open; null when it never opens again. */
  nextOpening(at: Instant): Instant | null;
  /** The first closing instant after `at`, be it open then or not; null when it never closes again. */
  nextClosing(at: Instant): Instant | null;
  /** The instant at which `operatingMs` of opening time have passed since `from`. */
  addOperatingTime(from: Instant, operatingMs: number): Instant;
  /** Opening time from one instant to the other; 0 when `to` is not after `from`. */
  operatingTimeBetween(from: Instant, to: Instant): number;
  /**
   * The same time on the clock some working days on; what is received while closed counts from the
   * next opening. A working day has hours that begin on it and are not all closed. The due time may
   * lie outside the hours of its day when these are shorter.
   */
  addWorkingDays(from: Instant, days: number): Instant;
  /** The same time on the clock some days on, open or not. */
  addCalendarDays(from: Instant, days: number): Instant;
  /** Every opening with a part between the two instants, cut to that part, in order. */
  openingsBetween(from: Instant, to: Instant): readonly Opening[];
  /** The name of the holiday on a date of the calendar's zone (`YYYY-MM-DD`). */
  holidayOn(date: string): string | null;
}

/**
 * Counts in opening time, exact to the millisecond. A due time that falls on a closing instant is
 * that instant, not the next opening. Times that the clocks of the zone skip or repeat are read as
 * `wallClock` says. Expects a definition that `readCalendar` would accept.
 */
export function businessCalendar(definition: CalendarDefinition): BusinessCalendar {
  const { name, version, zone, businessDayMs } = definition;
  const clock = wallClock(zone);
  const days = openingDays(definition, clock);
  const search = openingSearch(openingChunks(days, clock));
  const working = workingDays(days, clock);

  function opened(at: Instant | null): Instant {
    if (at === null) throw new RangeError(`The calendar ${name} never opens; give it hours.`);
    return at;
  }

  return {
    definition,
    name,
    version,
    zone,
    businessDayMs,
    isOpen: (at) => search.nextOpening(at) === at,
    nextOpening: (at) => search.nextOpening(at),
    nextClosing: (at) => search.nextClosing(at),
    addOperatingTime: (from, operatingMs) =>
      opened(search.after(from, notNegative(operatingMs, 'operating time'))),
    operatingTimeBetween: (from, to) => search.timeBetween(from, to),
    addWorkingDays(from, count) {
      const startAt = opened(search.nextOpening(from));
      return opened(working.add(startAt, notNegative(count, 'working days')));
    },
    addCalendarDays: (from, count) =>
      clock.instantOf(clock.dateOf(from) + count, clock.timeOfDay(from)),
    openingsBetween: (from, to) => search.openingsBetween(from, to),
    holidayOn: (date) => days.holidayOn(dayNumber(date)),
  };
}

function notNegative(amount: number, what: string): number {
  if (amount >= 0) return amount;
  throw new RangeError(`A promise cannot last ${String(amount)} ms or days of ${what}.`);
}

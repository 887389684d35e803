import { DateTime } from 'luxon';

import type { Instant } from '../time/instant.js';

/** Half-open: open at `from`, closed at `to`. Wall-clock times as `HH:MM`; `24:00` ends a day. */
export interface OpeningSpan {
  readonly from: string;
  readonly to: string;
}

/** When the town works. Plain data; `businessCalendar` makes it countable. */
export interface CalendarDefinition {
  readonly name: string;
  /** Grows with every change; clock rows keep the version that they were computed with. */
  readonly version: number;
  readonly zone: string;
  /** ISO weekday 1 (Monday) to 7; a day that is absent is closed. */
  readonly week: Readonly<Partial<Record<number, readonly OpeningSpan[]>>>;
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
  /** Operating time of one business day, in milliseconds. */
  readonly businessDayMs: number;
}

export interface BusinessCalendar {
  readonly name: string;
  readonly version: number;
  readonly zone: string;
  readonly businessDayMs: number;
  isOpen(at: Instant): boolean;
  /** The instant at which `operatingMs` of opening time have passed since `from`. */
  addOperatingTime(from: Instant, operatingMs: number): Instant;
}

interface OpenInterval {
  readonly startAt: Instant;
  readonly endAt: Instant;
}

/** A year without any opening means that the calendar never opens. */
const LONGEST_CLOSURE_DAYS = 366;

/**
 * Counts in opening time, exact to the millisecond. A due time that falls on a closing instant is
 * that instant, not the next opening. Local days are laid out once and kept.
 */
export function businessCalendar(definition: CalendarDefinition): BusinessCalendar {
  const holidays = new Set(definition.holidays.map((holiday) => holiday.date));
  const days = new Map<string, readonly OpenInterval[]>();

  function openingsOf(day: DateTime): readonly OpenInterval[] {
    const key = day.toISODate() ?? '';
    const known = days.get(key);
    if (known !== undefined) return known;
    const spans = holidays.has(key) ? [] : (definition.week[day.weekday] ?? []);
    const openings = spans.map((span) => ({
      startAt: wallClock(day, span.from),
      endAt: wallClock(day, span.to),
    }));
    days.set(key, openings);
    return openings;
  }

  function localDay(at: Instant): DateTime {
    return DateTime.fromMillis(at, { zone: definition.zone }).startOf('day');
  }

  return {
    name: definition.name,
    version: definition.version,
    zone: definition.zone,
    businessDayMs: definition.businessDayMs,
    isOpen: (at) => openingsOf(localDay(at)).some((open) => open.startAt <= at && at < open.endAt),
    addOperatingTime(from, operatingMs) {
      let remaining = operatingMs;
      let closedDays = 0;
      for (
        let day = localDay(from);
        closedDays <= LONGEST_CLOSURE_DAYS;
        day = day.plus({ days: 1 })
      ) {
        const openings = openingsOf(day);
        closedDays = openings.length === 0 ? closedDays + 1 : 0;
        for (const open of openings) {
          const startAt = Math.max(open.startAt, from);
          if (startAt >= open.endAt) continue;
          if (remaining <= open.endAt - startAt) return (startAt + remaining) as Instant;
          remaining -= open.endAt - startAt;
        }
      }
      throw new RangeError(`The calendar ${definition.name} never opens; give it opening hours.`);
    },
  };
}

function wallClock(day: DateTime, time: string): Instant {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wall = hour === 24 ? day.plus({ days: 1 }).startOf('day') : day.set({ hour, minute });
  return wall.toMillis() as Instant;
}

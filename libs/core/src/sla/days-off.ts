import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { isoDate, weekday } from '../calendar/calendar-date.js';
import { closureOn } from '../calendar/opening-days.js';
import { wallClock } from '../calendar/wall-clock.js';
import { DAY, type Instant } from '../time/instant.js';

/** A working day by the week on which the town is closed, or closed for a part of it. */
export interface DayOff {
  /** Days since 1970-01-01 in the zone of the calendar. */
  readonly date: number;
  readonly kind: 'holiday' | 'closed' | 'closed-partly';
  readonly name: string;
}

/** The days off between two instants, the days of both included. */
export function daysOff(calendar: BusinessCalendar, from: Instant, to: Instant): readonly DayOff[] {
  const clock = wallClock(calendar.zone);
  const days: DayOff[] = [];
  for (let date = clock.dateOf(from); date <= clock.dateOf(to); date += 1) {
    const day = dayOff(calendar, date);
    if (day !== null) days.push(day);
  }
  return days;
}

/** Holidays and closures on days that have no hours anyway are nobody's business. */
export function dayOff(calendar: BusinessCalendar, date: number): DayOff | null {
  const { week, closures } = calendar.definition;
  if ((week[weekday(date)] ?? []).length === 0) return null;
  const clock = wallClock(calendar.zone);
  const [startAt, endAt] = [clock.instantOf(date, 0), clock.instantOf(date, DAY)];
  const isClosed = calendar.operatingTimeBetween(startAt, endAt) === 0;
  const holiday = calendar.holidayOn(isoDate(date));
  if (holiday !== null) return isClosed ? { date, kind: 'holiday', name: holiday } : null;
  const closure = closureOn({ week, closures }, date, clock);
  if (closure === null) return null;
  return { date, kind: isClosed ? 'closed' : 'closed-partly', name: closure.name };
}

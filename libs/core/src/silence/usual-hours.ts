import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { isoDate, weekday } from '../calendar/calendar-date.js';
import { closureTimes } from '../calendar/opening-days.js';
import { wallClock } from '../calendar/wall-clock.js';
import { HOUR, type Instant } from '../time/instant.js';

/** An hour of the week on the clocks of the town. */
export interface UsualHour {
  /** 0 to 167: weekday and hour where the hour of UTC begins. */
  readonly slot: number;
  readonly date: number;
}

/**
 * The hours of a week as a town lives them; null on holidays and in closures, which are like no other
 * day: nothing is learned from them and nothing is expected in them.
 */
export type UsualHours = (hourAt: Instant) => UsualHour | null;

export const SLOTS = 168;
const HOURS_A_DAY = 24;
/** More than five years; then the memory starts afresh. */
const HOURS_KEPT = 50_000;

const ofCalendars = new WeakMap<BusinessCalendar, UsualHours>();

export function usualHours(calendar: BusinessCalendar): UsualHours {
  const ready = ofCalendars.get(calendar);
  if (ready !== undefined) return ready;
  const ask = readHours(calendar);
  const kept = new Map<Instant, UsualHour | null>();
  const hours: UsualHours = (hourAt) => {
    const known = kept.get(hourAt);
    if (known !== undefined) return known;
    if (kept.size >= HOURS_KEPT) kept.clear();
    const hour = ask(hourAt);
    kept.set(hourAt, hour);
    return hour;
  };
  ofCalendars.set(calendar, hours);
  return hours;
}

function readHours(calendar: BusinessCalendar): UsualHours {
  const clock = wallClock(calendar.zone);
  const closures = calendar.definition.closures.map((closure) => closureTimes(closure, clock));
  return (at) => {
    const date = clock.dateOf(at);
    if (calendar.holidayOn(isoDate(date)) !== null) return null;
    if (closures.some(({ startAt, endAt }) => startAt < at + HOUR && endAt > at)) return null;
    const hour = Math.floor(clock.timeOfDay(at) / HOUR);
    return { slot: (weekday(date) - 1) * HOURS_A_DAY + hour, date };
  };
}

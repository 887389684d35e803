import { DAY, type Instant } from '../time/instant.js';
import type { OpeningDays } from './opening-days.js';
import type { WallClock } from './wall-clock.js';

/** Ten years without a working day: there will be none. */
const LONGEST_SEARCH_DAYS = 3_660;
/** About ten years; then the memory starts afresh. */
const DAYS_KEPT = 4_000;

export interface WorkingDays {
  /** Some working days on at the same time of the clock; null when there are not that many. */
  add(openAt: Instant, days: number): Instant | null;
}

/** A working day is a date with openings of its own. The hours after a night's midnight are the eve's. */
export function workingDays(days: OpeningDays, clock: WallClock): WorkingDays {
  const kept = new Map<number, boolean>();

  function isWorking(date: number): boolean {
    const known = kept.get(date);
    if (known !== undefined) return known;
    if (kept.size >= DAYS_KEPT) kept.clear();
    const working = days.openingsOf(date).length > 0;
    kept.set(date, working);
    return working;
  }

  function belongsTo(openAt: Instant): number {
    const date = clock.dateOf(openAt);
    const isOf = (day: number) =>
      days.openingsOf(day).some(({ startAt, endAt }) => startAt <= openAt && openAt < endAt);
    return !isOf(date) && isOf(date - 1) ? date - 1 : date;
  }

  return {
    add(openAt, count) {
      const first = belongsTo(openAt);
      const timeOfDayMs = clock.timeOfDay(openAt) + (clock.dateOf(openAt) - first) * DAY;
      let date = first;
      let idle = 0;
      for (let remaining = count; remaining > 0;) {
        date += 1;
        const working = isWorking(date);
        if (working) remaining -= 1;
        idle = working ? 0 : idle + 1;
        if (idle > LONGEST_SEARCH_DAYS) return null;
      }
      return count === 0 ? openAt : clock.instantOf(date, timeOfDayMs);
    },
  };
}

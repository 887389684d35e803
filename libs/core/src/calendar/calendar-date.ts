import { DAY } from '../time/instant.js';

/** A date of the calendar as days since 1970-01-01. */
export function dayNumber(isoDate: string): number {
  return Date.parse(`${isoDate}T00:00:00Z`) / DAY;
}

export function isoDate(date: number): string {
  return new Date(date * DAY).toISOString().slice(0, 10);
}

/** ISO weekday, 1 (Monday) to 7. 1970-01-01 was a Thursday. */
export function weekday(date: number): number {
  return ((((date + 3) % 7) + 7) % 7) + 1;
}

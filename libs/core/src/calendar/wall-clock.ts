import { IANAZone } from 'luxon';

import { DAY, HOUR, type Instant, MINUTE } from '../time/instant.js';

/** Local dates as days since 1970-01-01, whatever the zone does to their hours. */
export interface WallClock {
  dateOf(at: Instant): number;
  /** What the clocks show, in milliseconds since the midnight of their date. */
  timeOfDay(at: Instant): number;
  /** The first instant at which the clocks of the zone show this time of this date, or a later one. */
  instantOf(date: number, timeOfDayMs: number): Instant;
  /** ISO 8601 with the offset of the zone, as `2026-11-16T10:00:00.000-05:00`. */
  isoOf(at: Instant): string;
}

/** Farther than any zone's offset and any single change of it, so that a change lies in between. */
const PROBE_MS = 26 * HOUR;
/** More than a century of days; then the memory starts afresh. */
const DAYS_KEPT = 50_000;

const known = new Map<string, WallClock>();

/**
 * Wall-clock times of one zone. A time that occurs twice (clocks go back) is its first occurrence; a
 * time that is skipped (clocks go forward, or a whole day is left out) is the instant of the change.
 */
export function wallClock(zoneName: string): WallClock {
  const ready = known.get(zoneName);
  if (ready !== undefined) return ready;
  const zone = IANAZone.create(zoneName);
  if (!zone.isValid) throw new RangeError(`There is no time zone ${zoneName}.`);
  const offsetAt = offsets(zone);
  const shownAt = (at: number) => at + offsetAt(at);
  const clock: WallClock = {
    dateOf: (at) => Math.floor(shownAt(at) / DAY),
    timeOfDay(at) {
      const shown = shownAt(at);
      return shown - Math.floor(shown / DAY) * DAY;
    },
    instantOf(date, timeOfDayMs) {
      const wanted = date * DAY + timeOfDayMs;
      const early = wanted - offsetAt(wanted + PROBE_MS);
      const late = wanted - offsetAt(wanted - PROBE_MS);
      if (early === late) return early as Instant;
      const candidates = [Math.min(early, late), Math.max(early, late)];
      const shown = candidates.find((at) => shownAt(at) === wanted);
      return (shown ?? firstShowing(wanted, shownAt)) as Instant;
    },
    isoOf: (at) => new Date(shownAt(at)).toISOString().slice(0, -1) + offsetText(offsetAt(at)),
  };
  known.set(zoneName, clock);
  return clock;
}

/** Asking the zone is slow; a UTC day that begins and ends with one offset has no other. */
function offsets(zone: IANAZone): (at: number) => number {
  const atStart = new Map<number, number>();
  const ask = (at: number) => Math.round(zone.offset(at) * MINUTE);

  function startOf(day: number): number {
    const known = atStart.get(day);
    if (known !== undefined) return known;
    if (atStart.size >= DAYS_KEPT) atStart.clear();
    const asked = ask(day * DAY);
    atStart.set(day, asked);
    return asked;
  }

  return (at) => {
    const day = Math.floor(at / DAY);
    const offset = startOf(day);
    return offset === startOf(day + 1) ? offset : ask(at);
  };
}

/** The change that skips `wanted`: before it the clocks show less, from it on they show more. */
function firstShowing(wanted: number, shownAt: (at: number) => number): number {
  let before = wanted - PROBE_MS;
  let after = wanted + PROBE_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (shownAt(middle) < wanted) before = middle;
    else after = middle;
  }
  return after;
}

/** Seconds occur in the offsets of the nineteenth century only. */
function offsetText(offsetMs: number): string {
  const minutes = Math.abs(Math.trunc(offsetMs / MINUTE));
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${hour}:${String(minutes % 60).padStart(2, '0')}`;
}

import { IANAZone } from 'luxon';

import { DAY, type Instant, MINUTE } from '../time/instant.js';

/** Local dates as days since 1970-01-01, whatever the zone does to their hours. */
export interface WallClock {
  dateOf(at: Instant): number;
  /** The first instant at which the clocks of the zone show this time of this date, or a later one. */
  instantOf(date: number, minuteOfDay: number): Instant;
}

/** Farther than any zone's offset and any single change of it, so that a change lies in between. */
const PROBE_MS = 26 * 60 * MINUTE;

/**
 * Wall-clock times of one zone. A time that occurs twice (clocks go back) is its first occurrence; a
 * time that is skipped (clocks go forward, or a whole day is left out) is the instant of the change.
 */
export function wallClock(zoneName: string): WallClock {
  const zone = IANAZone.create(zoneName);
  if (!zone.isValid) throw new RangeError(`There is no time zone ${zoneName}.`);
  const offsetAt = offsets(zone);
  const shownAt = (at: number) => at + offsetAt(at) * MINUTE;
  return {
    dateOf: (at) => Math.floor(shownAt(at) / DAY),
    instantOf(date, minuteOfDay) {
      const wanted = date * DAY + minuteOfDay * MINUTE;
      const early = wanted - offsetAt(wanted + PROBE_MS) * MINUTE;
      const late = wanted - offsetAt(wanted - PROBE_MS) * MINUTE;
      if (early === late) return early as Instant;
      const candidates = [Math.min(early, late), Math.max(early, late)];
      const shown = candidates.find((at) => shownAt(at) === wanted);
      return (shown ?? firstShowing(wanted, shownAt)) as Instant;
    },
  };
}

/** Asking the zone is slow, and most questions are about the minute of the one before. */
function offsets(zone: IANAZone): (at: number) => number {
  let lastMinute = Number.NaN;
  let lastOffset = 0;
  return (at) => {
    const minute = Math.floor(at / MINUTE);
    if (minute !== lastMinute) {
      lastOffset = zone.offset(at);
      lastMinute = minute;
    }
    return lastOffset;
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

import { DateTime } from 'luxon';

import type { Instant } from './instant.js';

interface LocalYear {
  readonly startAt: number;
  readonly endAt: number;
  readonly digits: string;
}

const latestByZone = new Map<string, LocalYear>();

/** The last two digits of the year on the wall clocks of a zone. */
export function localYear(at: Instant, zone: string): string {
  const latest = latestByZone.get(zone);
  if (latest !== undefined && latest.startAt <= at && at < latest.endAt) return latest.digits;
  const start = DateTime.fromMillis(at, { zone }).startOf('year');
  const year = {
    startAt: start.toMillis(),
    endAt: start.plus({ years: 1 }).toMillis(),
    digits: start.toFormat('yy'),
  };
  latestByZone.set(zone, year);
  return year.digits;
}

import { weekday } from '../calendar/calendar-date.js';
import type { Opening } from '../calendar/opening.js';
import { wallClock } from '../calendar/wall-clock.js';
import type { EmergencyKind } from '../emergency/emergency-kind.js';
import { DAY, type Instant } from '../time/instant.js';
import type { Rota, Shift, WeekTime } from './rota.js';

/** Names in the order in which they are told: persons with their deputies, then the supervisors. */
export function onCallAt(
  rota: Rota,
  at: Instant,
  kind: EmergencyKind,
  zone: string,
): readonly string[] {
  const here = { startAt: at, endAt: (at + 1) as Instant };
  const onDuty = rota.shifts.filter(
    (shift) => isFor(shift, kind) && shiftSpans(shift, here, zone).length > 0,
  );
  const persons = onDuty.map(({ person }) => person);
  const deputies = onDuty.flatMap((shift) => shift.deputies);
  return [...new Set([...persons, ...deputies, ...rota.supervisors])];
}

export function isFor({ kinds }: Shift, kind: EmergencyKind): boolean {
  return kinds === null || kinds.includes(kind);
}

/** The parts of a shift that overlap a stretch of time. */
export function shiftSpans({ time }: Shift, within: Opening, zone: string): Opening[] {
  const spans =
    time.kind === 'once'
      ? [{ startAt: time.startAt, endAt: time.endAt }]
      : weeklySpans(time, within, zone);
  return spans.filter(({ startAt, endAt }) => startAt < within.endAt && endAt > within.startAt);
}

function weeklySpans(
  { from, to }: { readonly from: WeekTime; readonly to: WeekTime },
  within: Opening,
  zone: string,
): Opening[] {
  const clock = wallClock(zone);
  const spans: Opening[] = [];
  const last = clock.dateOf(within.endAt);
  for (let date = clock.dateOf(within.startAt) - 7; date <= last; date += 1) {
    if (weekday(date) !== from.weekday) continue;
    const startAt = clock.instantOf(date, from.timeOfDayMs);
    const endAt = clock.instantOf(date + daysBetween(from, to), to.timeOfDayMs);
    spans.push({ startAt, endAt });
  }
  return spans;
}

function daysBetween(from: WeekTime, to: WeekTime): number {
  const days = (to.weekday - from.weekday + 7) % 7;
  return days === 0 && to.timeOfDayMs <= from.timeOfDayMs ? 7 : days;
}

export const ROTA_LOOKAHEAD_MS = 14 * DAY;

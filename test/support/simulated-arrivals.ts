import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { businessCalendar } from '#core/calendar/business-calendar';
import { isoDate, weekday } from '#core/calendar/calendar-date';
import type { CalendarDefinition } from '#core/calendar/calendar-definition';
import { wallClock } from '#core/calendar/wall-clock';
import type { ArrivalHour } from '#core/silence/arrival-store';
import { hourOf } from '#core/silence/keep-arrivals';
import { addMilliseconds, DAY, HOUR, type Instant } from '#core/time/instant';

import type { Chance } from './chance.js';

const day = z.object({ per_day_mean: z.number(), hour_share: z.array(z.number()).length(24) });
const profileShape = z.object({ business_day: day, weekend: day, public_holiday: day });
export type IntakeProfile = z.infer<typeof profileShape>;

export function intakeProfile(path: string): IntakeProfile {
  return profileShape.parse(JSON.parse(readFileSync(path, 'utf8')));
}

export interface SimulatedTraffic {
  readonly profile: IntakeProfile;
  readonly calendar: CalendarDefinition;
  /** Messages on a business day. */
  readonly aDay: number;
  /** Days differ by this part of their mean (a log-normal factor). */
  readonly restless: number;
  readonly from: Instant;
  readonly days: number;
}

/** Messages that come independently of each other, more or fewer by the hour and the kind of day. */
export function simulatedArrivals(traffic: SimulatedTraffic, chance: Chance): readonly Instant[] {
  const clock = wallClock(traffic.calendar.zone);
  const calendar = businessCalendar(traffic.calendar);
  const arrivals: Instant[] = [];
  const factors = new Map<number, number>();
  const end = addMilliseconds(traffic.from, traffic.days * DAY);
  for (let at = hourOf(traffic.from); at < end; at = addMilliseconds(at, HOUR)) {
    const date = clock.dateOf(at);
    const factor = factors.get(date) ?? dayFactor(traffic.restless, chance);
    factors.set(date, factor);
    const kind = kindOfDay(date, calendar.holidayOn(isoDate(date)) !== null);
    const { per_day_mean: mean, hour_share: shares } = traffic.profile[kind];
    const ofDay = (traffic.aDay * mean) / traffic.profile.business_day.per_day_mean;
    const rate = factor * ofDay * (shares[Math.floor(clock.timeOfDay(at) / HOUR)] ?? 0);
    for (let wait = exponential(chance) / rate; wait < 1; wait += exponential(chance) / rate) {
      arrivals.push(addMilliseconds(at, Math.floor(wait * HOUR)));
    }
  }
  return arrivals;
}

export function countedHours(arrivals: readonly Instant[]): readonly ArrivalHour[] {
  const counts = new Map<Instant, number>();
  for (const at of arrivals) counts.set(hourOf(at), (counts.get(hourOf(at)) ?? 0) + 1);
  return [...counts].map(([startAt, count]) => ({ startAt, arrivals: count }));
}

function kindOfDay(date: number, holiday: boolean): keyof IntakeProfile {
  if (holiday) return 'public_holiday';
  return weekday(date) > 5 ? 'weekend' : 'business_day';
}

function exponential(chance: Chance): number {
  return -Math.log(1 - chance.next());
}

/** Log-normal with the mean 1. */
function dayFactor(deviation: number, chance: Chance): number {
  const variance = Math.log1p(deviation * deviation);
  const angle = Math.cos(2 * Math.PI * chance.next());
  const normal = Math.sqrt(2 * exponential(chance)) * angle;
  return Math.exp(Math.sqrt(variance) * normal - variance / 2);
}

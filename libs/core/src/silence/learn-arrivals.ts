import { DAY, HOUR, type Instant } from '../time/instant.js';
import type { ArrivalHour } from './arrival-store.js';
import { hourOf } from './keep-arrivals.js';
import { lowerMedian, type SeenHour, trustIn } from './trust-in-rates.js';
import { SLOTS, type UsualHours } from './usual-hours.js';

/** What usually comes to one account. */
export interface UsualArrivals {
  /** In a week without holidays. */
  readonly weekly: number;
  /** How far the figures can be trusted, from 0 to 1 (`trustIn`). */
  readonly trust: number;
  expectedBetween(from: Instant, to: Instant): number;
}

export interface LearningSpan {
  readonly from: Instant;
  readonly until: Instant;
}

const HALF_LIFE_MS = 28 * DAY;

/**
 * Learns the hours of a week from whole hours of earlier weeks: a mean in which a week counts half as
 * much as the one four weeks later. One day of storm does not raise it (`tamed`).
 */
export function learnArrivals(
  hours: readonly ArrivalHour[],
  span: LearningSpan,
  usual: UsualHours,
): UsualArrivals {
  const seen = hoursSeen(hours, span, usual);
  const rates = ratesOf(seen);
  return {
    weekly: rates.reduce((sum, rate) => sum + rate, 0),
    trust: trustIn(seen, rates),
    expectedBetween: (from, to) => expectedBetween(rates, usual, from, to),
  };
}

function hoursSeen(
  hours: readonly ArrivalHour[],
  { from, until }: LearningSpan,
  usual: UsualHours,
): readonly SeenHour[] {
  const counts = new Map(hours.map(({ startAt, arrivals }) => [startAt, arrivals]));
  const seen: SeenHour[] = [];
  for (let at = hourOf(until) - HOUR; at >= from; at -= HOUR) {
    const hourAt = at as Instant;
    const hour = usual(hourAt);
    if (hour === null) continue;
    const weight = 2 ** ((at - until) / HALF_LIFE_MS);
    const arrivals = counts.get(hourAt) ?? 0;
    seen.push({ ...hour, weight, arrivals });
  }
  return tamed(seen);
}

/** What far exceeds the middle of its slot is cut: a storm, a forwarded mailbox, a flood of spam. */
function tamed(seen: readonly SeenHour[]): readonly SeenHour[] {
  const bySlot = Array.from({ length: SLOTS }, (): number[] => []);
  for (const { slot, arrivals } of seen) bySlot[slot]?.push(arrivals);
  const limits = bySlot.map((arrivals) => 2 * lowerMedian(arrivals) + 3);
  return seen.map((hour) => ({
    ...hour,
    arrivals: Math.min(hour.arrivals, limits[hour.slot] ?? 0),
  }));
}

function ratesOf(seen: readonly SeenHour[]): readonly number[] {
  const weights = new Array<number>(SLOTS).fill(0);
  const sums = new Array<number>(SLOTS).fill(0);
  for (const { slot, weight, arrivals } of seen) {
    weights[slot] = (weights[slot] ?? 0) + weight;
    sums[slot] = (sums[slot] ?? 0) + weight * arrivals;
  }
  return sums.map((sum, slot) => (sum === 0 ? 0 : sum / (weights[slot] ?? 1)));
}

function expectedBetween(
  rates: readonly number[],
  usual: UsualHours,
  from: Instant,
  to: Instant,
): number {
  let expected = 0;
  for (let at = hourOf(from); at < to; at = (at + HOUR) as Instant) {
    const hour = usual(at);
    if (hour === null) continue;
    const part = Math.min(to, at + HOUR) - Math.max(from, at);
    expected += ((rates[hour.slot] ?? 0) * part) / HOUR;
  }
  return expected;
}

import { SLOTS, type UsualHour } from './usual-hours.js';

/** One whole hour that was learned from. */
export interface SeenHour extends UsualHour {
  /** Smaller for hours long ago. */
  readonly weight: number;
  readonly arrivals: number;
}

/** One day in ten is quieter than this. */
const QUIET_DAY = 1.2816;
/** For a normal distribution: the median of |deviation| in standard deviations. */
const MEDIAN_DEVIATION = 0.6745;

/**
 * How far learned rates can be trusted, from 0 to 1: times this, they are as good as the rates of a
 * process that is known, has no quiet days and sends its messages one by one.
 */
export function trustIn(seen: readonly SeenHour[], rates: readonly number[]): number {
  const weeks = weeksBehind(seen);
  if (weeks <= 1) return 0;
  const days = daysOf(seen, rates);
  const bursts = burstsIn(days, weeks);
  return (certainty(weeks) * quietDay(days, bursts, weeks)) / bursts;
}

/** How many weeks of equal weight the rates rest on. */
function weeksBehind(seen: readonly SeenHour[]): number {
  const sum = seen.reduce((total, { weight }) => total + weight, 0);
  const squares = seen.reduce((total, { weight }) => total + weight * weight, 0);
  return squares === 0 ? 0 : (sum * sum) / squares / SLOTS;
}

/**
 * After n weeks in which n × e messages came, none comes with the probability (n / (n + 1)) ^ (n × e)
 * (the predictive distribution of a Poisson process of unknown rate), which is exp(-e × this).
 */
function certainty(weeks: number): number {
  return weeks * Math.log1p(1 / weeks);
}

interface Day {
  readonly hours: { readonly arrivals: number; readonly rate: number }[];
  arrivals: number;
  expected: number;
}

function daysOf(seen: readonly SeenHour[], rates: readonly number[]): readonly Day[] {
  const days = new Map<number, Day>();
  for (const { date, slot, arrivals } of seen) {
    const day = days.get(date) ?? { hours: [], arrivals: 0, expected: 0 };
    const rate = rates[slot] ?? 0;
    day.hours.push({ arrivals, rate });
    day.arrivals += arrivals;
    day.expected += rate;
    days.set(date, day);
  }
  return [...days.values()].filter(({ expected }) => expected > 0);
}

/**
 * The variance of hours within their day over what chance alone gives: 1 when messages come one by one,
 * more when one brings the next.
 */
function burstsIn(days: readonly Day[], weeks: number): number {
  let [squares, chance] = [0, 0];
  for (const day of days) {
    for (const { arrivals, rate } of day.hours) {
      const share = rate / day.expected;
      squares += (arrivals - share * day.arrivals) ** 2;
      chance += day.arrivals * share * (1 - share);
    }
  }
  return chance === 0 ? 1 : Math.max(1, (squares / chance) * unfitted(weeks));
}

/**
 * How many times its mean comes on a quiet day, when days differ by more than bursts explain: of a
 * log-normal factor. From the median of the deviations, so that an outage or a storm does not blind it.
 */
function quietDay(days: readonly Day[], bursts: number, weeks: number): number {
  const expected = lowerMedian(days.map((day) => day.expected));
  if (expected === 0) return 1;
  const deviations = days.map(
    (day) => Math.abs(day.arrivals - day.expected) / Math.sqrt(day.expected),
  );
  const deviation = lowerMedian(deviations) / MEDIAN_DEVIATION;
  const beyond = Math.max(0, deviation * deviation * unfitted(weeks) - bursts) / expected;
  const variance = Math.log1p(beyond);
  return Math.exp(-QUIET_DAY * Math.sqrt(variance) - variance / 2);
}

/** Every hour is a part of the mean that it is compared with. */
function unfitted(weeks: number): number {
  return weeks / (weeks - 1);
}

/** The middle one, the lower of two. */
export function lowerMedian(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? 0;
}

import { DAY, type Instant } from '../time/instant.js';
import type { UsualArrivals } from './learn-arrivals.js';

export interface SilenceRules {
  /** So long is learned before anything is judged. */
  readonly learnForMs: number;
  /** A silence is abnormal that would come by chance once in so long. */
  readonly onceInMs: number;
  /** With fewer messages to be expected in it, a silence is never abnormal. */
  readonly expectedAtLeast: number;
  /** A shorter one is never abnormal. */
  readonly shortestMs: number;
}

export interface Silence {
  readonly abnormal: boolean;
  /** How many messages usually come in such a time. */
  readonly expected: number;
}

const WEEK = 7 * DAY;

/**
 * Whether a time without messages can be chance. Messages come as in a Poisson process with the learned
 * rates: where E are expected, none comes with the probability exp(-E). Every message begins a time
 * without messages, so in a year with N of them N × exp(-E) such silences come by chance: that must be
 * less than one in `onceInMs`. Busy accounts need a larger E and reach it sooner.
 */
export function judgeSilence(
  usual: UsualArrivals,
  { from, until }: { readonly from: Instant; readonly until: Instant },
  rules: SilenceRules,
): Silence {
  const expected = usual.expectedBetween(from, until);
  const certain = expected * usual.trust;
  const silences = (usual.weekly * rules.onceInMs) / WEEK;
  const abnormal =
    until - from >= rules.shortestMs &&
    certain >= rules.expectedAtLeast &&
    silences * Math.exp(-certain) <= 1;
  return { abnormal, expected };
}

import { noticeSteps } from '../sla/clock-changes.js';
import { type ClockStep, stepsUntil } from '../sla/clock-steps.js';
import type { SlaSegment } from '../sla/sla-clock.js';
import { type SlaPolicy, termsOf } from '../sla/sla-policy.js';
import type { Instant } from '../time/instant.js';
import type { DueClock, SlaNotice } from './watch-store.js';

/** A clock after a look at it: what was due, what its ledger gained. */
export interface NoticedClock extends DueClock {
  readonly steps: readonly ClockStep[];
  readonly segments: readonly SlaSegment[];
  readonly notices: readonly SlaNotice[];
}

/** One step of one clock that somebody is told about. */
export interface ToldStep {
  readonly noticed: NoticedClock;
  readonly step: ClockStep;
  readonly urgent: boolean;
}

/**
 * What is to be noticed about one clock now: all steps that are due, one of each level however late
 * the look. A clock that changed by itself is only counted anew.
 */
export function noticeClock(due: DueClock, policy: SlaPolicy, now: Instant): NoticedClock {
  const terms = termsOf(policy, due.clock);
  const event = { at: now, recordedAt: now, cause: 'sweep' };
  // First what is late already, because a clock that was met too late is told as well.
  const settled = noticeSteps(due.clock, [], event, terms);
  const steps = stepsUntil(settled.clock, terms, now);
  const noticed = noticeSteps(settled.clock, steps, event, terms);
  const { id: clockId, dueAt } = noticed.clock;
  return {
    ...due,
    clock: noticed.clock,
    steps,
    segments: [...settled.segments, ...noticed.segments],
    notices: steps.map(({ level, kind }) => ({ clockId, level, dueAt, kind, noticedAt: now })),
  };
}

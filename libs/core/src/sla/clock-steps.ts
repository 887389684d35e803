import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { dueOf, type Target } from '../calendar/target.js';
import { addMilliseconds, type Instant } from '../time/instant.js';
import type { SlaClock } from './sla-clock.js';
import type { ClockTerms, Escalation } from './sla-policy.js';

/** The warnings are below it, the escalations are above. */
export const BREACH_LEVEL = 100;

/**
 * What a watch has to record about one clock. Levels grow in the order of the steps and never mean
 * something else: a warning's is its percentage, a breach's is 100, the escalations' follow.
 */
export type ClockStep =
  | { readonly kind: 'warning'; readonly level: number; readonly at: Instant }
  | { readonly kind: 'breach'; readonly level: number; readonly at: Instant }
  | {
      readonly kind: 'escalation';
      readonly level: number;
      readonly at: Instant;
      readonly notify: readonly string[];
    };

/** When the next step that was not noticed yet falls due. */
export function nextStepAt(clock: SlaClock, terms: ClockTerms): Instant | null {
  return nextStep(clock, terms)?.at ?? null;
}

export function nextStep(clock: SlaClock, terms: ClockTerms): ClockStep | null {
  const [next] = openSteps(clock, terms);
  return next ?? null;
}

/** All steps that are due and not noticed, in order: a watch that was down catches up with one each. */
export function stepsUntil(clock: SlaClock, terms: ClockTerms, now: Instant): readonly ClockStep[] {
  return openSteps(clock, terms).filter(({ at }) => at <= now);
}

function openSteps(clock: SlaClock, terms: ClockTerms): readonly ClockStep[] {
  return stepsOf(clock, terms).filter(({ level }) => level > clock.noticedLevel);
}

/** A clock that does not run threatens nobody; but a breach that it ended with is told. */
function stepsOf(clock: SlaClock, { rule, calendar }: ClockTerms): readonly ClockStep[] {
  const breach: ClockStep = { kind: 'breach', level: BREACH_LEVEL, at: firstLateInstant(clock) };
  if (clock.state !== 'running') return clock.breachedAt === null ? [] : [breach];
  return [
    ...warnings(clock, rule.warnAt, calendar),
    breach,
    ...escalations(clock, rule.escalations, calendar),
  ];
}

/** At the due instant itself an answer is in time. */
function firstLateInstant({ dueAt }: SlaClock): Instant {
  return addMilliseconds(dueAt, 1);
}

/** Counted back from the due time, so that pauses and moves are in it already. */
function warnings(
  clock: SlaClock,
  percentages: readonly number[],
  calendar: BusinessCalendar,
): readonly ClockStep[] {
  const time = timeOf(clock.target, calendar);
  const promised = time.between(clock.startedAt, dueOf(clock.target, calendar, clock.startedAt));
  const untilDue = time.between(clock.startedAt, clock.dueAt);
  return percentages.map((percent) => {
    const left = Math.round((promised * (100 - percent)) / 100);
    const at = time.add(clock.startedAt, Math.max(0, untilDue - left));
    return { kind: 'warning', level: percent, at };
  });
}

interface CountedTime {
  between(from: Instant, to: Instant): number;
  add(from: Instant, ms: number): Instant;
}

function timeOf(target: Target, calendar: BusinessCalendar): CountedTime {
  switch (target.kind) {
    case 'operating':
    case 'working-days':
      return {
        between: (from, to) => calendar.operatingTimeBetween(from, to),
        add: (from, ms) => (ms === 0 ? from : calendar.addOperatingTime(from, ms)),
      };
    case 'calendar-days':
    case 'wall':
      return { between: (from, to) => to - from, add: addMilliseconds };
  }
}

function escalations(
  clock: SlaClock,
  levels: readonly Escalation[],
  calendar: BusinessCalendar,
): readonly ClockStep[] {
  let earliestAt = firstLateInstant(clock);
  return levels.map(({ after, notify }, position) => {
    const at = isAtOnce(after) ? earliestAt : dueOf(after, calendar, clock.dueAt);
    earliestAt = Math.max(at, earliestAt) as Instant;
    return {
      kind: 'escalation',
      level: BREACH_LEVEL + 1 + position,
      at: earliestAt,
      notify,
    };
  });
}

/** Not at the next opening, where no opening time has passed either. */
export function isAtOnce(after: Target): boolean {
  return ('ms' in after ? after.ms : after.days) === 0;
}

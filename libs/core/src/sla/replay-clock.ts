import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { dueOf } from '../calendar/target.js';
import { addMilliseconds, type Instant } from '../time/instant.js';
import type { SlaClock, SlaSegment } from './sla-clock.js';

/**
 * The clock as its ledger tells it, counted again in the calendar of its version. What was noticed
 * is no part of the ledger and stays.
 */
export function replayClock(
  clock: SlaClock,
  history: readonly SlaSegment[],
  calendar: BusinessCalendar,
): SlaClock {
  return history.reduce(
    (folded, segment) => foldSegment(folded, segment, calendar),
    initialClock(clock, calendar),
  );
}

/** One line of the ledger later. */
export function foldSegment(
  clock: SlaClock,
  { kind, fromAt }: SlaSegment,
  calendar: BusinessCalendar,
): SlaClock {
  switch (kind) {
    case 'running':
    case 'reopened': {
      const dueAt = dueAfterPause(clock, fromAt, calendar);
      return { ...clock, state: 'running', dueAt, pausedAt: null, metAt: null, endedAt: null };
    }
    case 'paused':
      return { ...clock, state: 'paused', pausedAt: fromAt };
    case 'met':
      return { ...clock, state: 'met', metAt: fromAt, pausedAt: null, endedAt: null };
    case 'ended':
      // A pause that it ended in stays: until then was counted.
      return { ...clock, state: 'ended', endedAt: fromAt };
    case 'breached':
      return { ...clock, breachedAt: fromAt };
    case 'annulled':
      return { ...clock, breachedAt: null };
    case 'due-moved':
      return clock;
  }
}

/** As it was when it began. */
function initialClock(clock: SlaClock, calendar: BusinessCalendar): SlaClock {
  const dueAt = dueOf(clock.target, calendar, clock.startedAt);
  const nothingYet = { pausedAt: null, metAt: null, endedAt: null, breachedAt: null };
  return { ...clock, ...nothingYet, state: 'running', dueAt };
}

/** A promise that was missed before the pause began is not mended by it. */
function dueAfterPause(clock: SlaClock, resumedAt: Instant, calendar: BusinessCalendar): Instant {
  const { state, pausedAt, dueAt, target } = clock;
  if (state !== 'paused' || pausedAt === null || pausedAt > dueAt) return dueAt;
  switch (target.kind) {
    case 'operating':
    case 'working-days': {
      const paused = calendar.operatingTimeBetween(pausedAt, resumedAt);
      return paused === 0 ? dueAt : calendar.addOperatingTime(dueAt, paused);
    }
    case 'calendar-days':
    case 'wall':
      return addMilliseconds(dueAt, resumedAt - pausedAt);
  }
}

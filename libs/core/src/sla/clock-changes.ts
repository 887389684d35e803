import type { Instant } from '../time/instant.js';
import { BREACH_LEVEL, type ClockStep, nextStepAt } from './clock-steps.js';
import { foldSegment, replayClock } from './replay-clock.js';
import type {
  ClockChange,
  SlaClock,
  SlaClockKind,
  SlaSegment,
  SlaSegmentKind,
} from './sla-clock.js';
import type { ClockTerms } from './sla-policy.js';

/** What happened to a clock. */
export interface ClockEvent {
  /** When it really happened: when the provider accepted, when the question arrived. */
  readonly at: Instant;
  /** When we learned of it; not before `at`. */
  readonly recordedAt: Instant;
  readonly cause: string;
  readonly reason?: string;
}

/** Whoever must act is never the citizen, except for a solution that waits for their answer. */
export function canPause(kind: SlaClockKind): boolean {
  return kind === 'resolution';
}

/** Waits for the citizen from when the question was delivered. `at` is not before the last resumption. */
export function pauseClock(clock: SlaClock, event: ClockEvent, terms: ClockTerms): ClockChange {
  if (clock.state !== 'running' || !canPause(clock.kind)) return unchanged(clock);
  return change(clock, event, terms, ['paused']);
}

/** The pause is given back in full. Resumed at the moment it began, a pause never was. */
export function resumeClock(clock: SlaClock, event: ClockEvent, terms: ClockTerms): ClockChange {
  if (clock.state !== 'paused') return unchanged(clock);
  return change(clock, event, terms, ['running']);
}

/** The promise was fulfilled. At the due instant is in time; before a breach that was recorded already annuls it. */
export function meetClock(clock: SlaClock, event: ClockEvent, terms: ClockTerms): ClockChange {
  if (isClosedClock(clock)) return unchanged(clock);
  return change(clock, event, terms, clock.state === 'paused' ? ['running', 'met'] : ['met']);
}

/** What met it did not arrive: it runs on as if it had not been met, due when it always was (ADR 0017). */
export function reopenClock(clock: SlaClock, event: ClockEvent, terms: ClockTerms): ClockChange {
  if (clock.state !== 'met') return unchanged(clock);
  return change(clock, event, terms, ['reopened']);
}

/** Nobody waits for this any more, and it was not fulfilled. */
export function endClock(clock: SlaClock, event: ClockEvent, terms: ClockTerms): ClockChange {
  if (isClosedClock(clock)) return unchanged(clock);
  return change(clock, event, terms, ['ended']);
}

/** Evidence that the promise was kept at `at` after all. The breach stays in the ledger, annulled. */
export function annulBreach(clock: SlaClock, event: ClockEvent, terms: ClockTerms): ClockChange {
  if (clock.breachedAt === null || event.at > clock.dueAt) return unchanged(clock);
  return change(clock, event, terms, ['met']);
}

/**
 * Steps of `stepsUntil` are recorded, and with them the breach of a clock that is late at
 * `recordedAt`. Doing it twice changes nothing.
 */
export function noticeSteps(
  clock: SlaClock,
  steps: readonly ClockStep[],
  event: ClockEvent,
  terms: ClockTerms,
): ClockChange {
  const { clock: settled, segments } = change(clock, event, terms, []);
  const noticedLevel = Math.max(settled.noticedLevel, ...steps.map(({ level }) => level));
  return { clock: watched({ ...settled, noticedLevel }, terms), segments };
}

/**
 * Counts again from the start in a calendar that changed. Closed clocks never move; one that was
 * closed then and reopens is moved by its caller.
 */
export function moveDue(
  clock: SlaClock,
  history: readonly SlaSegment[],
  terms: ClockTerms,
  event: ClockEvent,
): ClockChange {
  if (isClosedClock(clock)) return unchanged(clock);
  const { calendar } = terms;
  const recounted = replayClock(clock, history, calendar);
  const moved = { ...recounted, calendarVersion: calendar.version };
  if (moved.dueAt === clock.dueAt) return unchanged(watched(moved, terms));
  return change(moved, event, terms, ['due-moved']);
}

export function isClosedClock({ state }: SlaClock): boolean {
  return state === 'met' || state === 'ended';
}

function unchanged(clock: SlaClock): ClockChange {
  return { clock, segments: [] };
}

function change(
  clock: SlaClock,
  event: ClockEvent,
  terms: ClockTerms,
  kinds: readonly SlaSegmentKind[],
): ClockChange {
  const segments: SlaSegment[] = [];
  let changed = clock;
  const append = (kind: SlaSegmentKind, fromAt: Instant) => {
    const segment = segmentOf(changed, kind, fromAt, event);
    changed = foldSegment(changed, segment, terms.calendar);
    segments.push({ ...segment, dueAt: changed.dueAt });
  };
  for (const kind of kinds) append(kind, timeOf(kind, event.at, changed));
  const breachedAt = missedDue(changed, event.recordedAt);
  if (changed.breachedAt !== null && changed.breachedAt !== breachedAt)
    append('annulled', event.at);
  if (breachedAt !== null && changed.breachedAt === null) append('breached', breachedAt);
  const noticedLevel = noticedAfter(changed, segments);
  return { clock: watched({ ...changed, noticedLevel }, terms), segments };
}

function watched(clock: SlaClock, terms: ClockTerms): SlaClock {
  return { ...clock, nextStepAt: nextStepAt(clock, terms) };
}

/** The due time when it is not kept, judged by the facts alone and not by who looked when. */
export function missedDue(clock: SlaClock, now: Instant): Instant | null {
  const { dueAt, pausedAt, metAt, endedAt } = clock;
  const countedUntil = pausedAt ?? metAt ?? endedAt ?? now;
  return countedUntil > dueAt ? dueAt : null;
}

/** What was breached anew is noticed anew; warnings are given once. */
function noticedAfter(clock: SlaClock, segments: readonly SlaSegment[]): number {
  const annulled = segments.some(({ kind }) => kind === 'annulled');
  return annulled ? Math.min(clock.noticedLevel, BREACH_LEVEL - 1) : clock.noticedLevel;
}

/** Events may be learned of late, but nothing ends before it began. */
function timeOf(kind: SlaSegmentKind, at: Instant, clock: SlaClock): Instant {
  const beganAt = kind === 'running' ? (clock.pausedAt ?? clock.startedAt) : clock.startedAt;
  return Math.max(at, beganAt) as Instant;
}

function segmentOf(
  clock: SlaClock,
  kind: SlaSegmentKind,
  fromAt: Instant,
  { recordedAt, cause, reason }: ClockEvent,
): SlaSegment {
  const { id: clockId, dueAt } = clock;
  return { clockId, kind, fromAt, dueAt, reason: reason ?? null, cause, recordedAt };
}

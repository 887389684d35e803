import { invalidInput, type Problem } from '../error/problem.js';
import { type BreachReason, breachReasons, type RequestStatus } from '../request/status.js';
import { type ClockEvent, endClock, meetClock, missedDue } from '../sla/clock-changes.js';
import type { ClockChange, SlaClock } from '../sla/sla-clock.js';
import { type SlaPolicy, termsOf } from '../sla/sla-policy.js';
import type { Instant } from '../time/instant.js';

/**
 * What closing does to the promise of a solution: kept when the request is resolved, else waited for
 * by nobody any more. Answers and legal duties have ways of their own (ADR 0025).
 */
export function closeClocks(
  clocks: readonly SlaClock[],
  status: RequestStatus,
  event: ClockEvent,
  policy: SlaPolicy,
): readonly ClockChange[] {
  const end = status === 'resolved' ? meetClock : endClock;
  return clocks
    .filter(({ kind }) => kind === 'resolution')
    .map((clock) => end(clock, event, termsOf(policy, clock)))
    .filter(({ segments }) => segments.length > 0);
}

/** A promise that was not kept wants a reason, whether the watch has noticed it or not. */
export function refuseUnexplained(
  clocks: readonly SlaClock[],
  now: Instant,
  breachReason: BreachReason | undefined,
): Problem | null {
  if (breachReason !== undefined || !isLate(clocks, now)) return null;
  const message = `is missing: a promise on this request was not kept; say why, as one of ${breachReasons.join(', ')}`;
  return invalidInput([{ field: 'breachReason', message }]);
}

export function isLate(clocks: readonly SlaClock[], now: Instant): boolean {
  return clocks.some((clock) => clock.breachedAt !== null || missedDue(clock, now) !== null);
}

import { dueOf, type Target } from '../calendar/target.js';
import type { ServiceRequestId, SlaClockId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import { nextStepAt } from './clock-steps.js';
import type { SlaClock, SlaClockKind, SlaSegment } from './sla-clock.js';
import type { ChosenPolicy } from './sla-policy.js';

export interface ClockStart {
  readonly id: SlaClockId;
  readonly requestId: ServiceRequestId;
  readonly kind: SlaClockKind;
  readonly startedAt: Instant;
  readonly recordedAt: Instant;
  readonly cause: string;
}

export interface ClockStarted {
  readonly clock: SlaClock;
  readonly segment: SlaSegment;
}

/** A promise begins. Its target is the policy's for this kind: see `targetOf`. */
export function startClock(start: ClockStart, target: Target, chosen: ChosenPolicy): ClockStarted {
  const { id, requestId, kind, startedAt, recordedAt, cause } = start;
  const dueAt = dueOf(target, chosen.calendar, startedAt);
  const clock: SlaClock = {
    ...{ id, requestId, kind, state: 'running', startedAt, dueAt, target },
    policyName: chosen.rule.name,
    policyVersion: chosen.version,
    calendarName: chosen.calendar.name,
    calendarVersion: chosen.calendar.version,
    ...{ pausedAt: null, metAt: null, endedAt: null, breachedAt: null },
    noticedLevel: 0,
    nextStepAt: null,
    createdAt: recordedAt,
  };
  const begun = { clockId: id, kind: 'running', fromAt: startedAt, dueAt, reason: null } as const;
  const segment = { ...begun, cause, recordedAt };
  return { clock: { ...clock, nextStepAt: nextStepAt(clock, chosen) }, segment };
}

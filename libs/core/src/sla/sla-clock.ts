import type { ServiceRequestId, SlaClockId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import type { BusinessCalendar } from './business-calendar.js';

export type SlaClockKind = 'first_response' | 'next_response';
export type SlaClockState = 'running' | 'met';

/** One promise on one request. Its history lies in segments; `dueAt` can be derived from them again. */
export interface SlaClock {
  readonly id: SlaClockId;
  readonly requestId: ServiceRequestId;
  readonly kind: SlaClockKind;
  readonly state: SlaClockState;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  /** Operating time promised, in milliseconds. */
  readonly targetMs: number;
  readonly policyVersion: number;
  readonly calendarVersion: number;
  readonly createdAt: Instant;
}

/** Append-only: a segment lasts until the next one of the same clock. */
export interface SlaSegment {
  readonly clockId: SlaClockId;
  readonly kind: 'running' | 'met';
  readonly fromAt: Instant;
  /** What caused it, as `envelope:<id>` or `outbox:<id>`. */
  readonly cause: string;
  readonly recordedAt: Instant;
}

/** How long each clock may take, in the opening time of one calendar. A version of one moment. */
export interface SlaPolicy {
  readonly version: number;
  readonly calendar: BusinessCalendar;
  readonly firstResponseMs: number;
  readonly nextResponseMs: number;
}

export interface ClockStart {
  readonly id: SlaClockId;
  readonly requestId: ServiceRequestId;
  readonly kind: SlaClockKind;
  readonly startedAt: Instant;
  readonly recordedAt: Instant;
  readonly cause: string;
}

export function startClock(
  start: ClockStart,
  policy: SlaPolicy,
): { clock: SlaClock; segment: SlaSegment } {
  const targetMs = start.kind === 'first_response' ? policy.firstResponseMs : policy.nextResponseMs;
  return {
    clock: {
      id: start.id,
      requestId: start.requestId,
      kind: start.kind,
      state: 'running',
      startedAt: start.startedAt,
      dueAt: policy.calendar.addOperatingTime(start.startedAt, targetMs),
      targetMs,
      policyVersion: policy.version,
      calendarVersion: policy.calendar.version,
      createdAt: start.recordedAt,
    },
    segment: {
      clockId: start.id,
      kind: 'running',
      fromAt: start.startedAt,
      cause: start.cause,
      recordedAt: start.recordedAt,
    },
  };
}

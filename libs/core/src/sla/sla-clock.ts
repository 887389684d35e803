import type { Target } from '../calendar/target.js';
import type { ServiceRequestId, SlaClockId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

export const slaClockKinds = ['first_response', 'next_response', 'resolution', 'duty'] as const;
export type SlaClockKind = (typeof slaClockKinds)[number];
/** Met by a person's answer or a logged call. */
export type ResponseClockKind = 'first_response' | 'next_response';
/** `ended`: nobody waits for this any more, and it was not met. */
export const slaClockStates = ['running', 'paused', 'met', 'ended'] as const;
export type SlaClockState = (typeof slaClockStates)[number];

/** One promise on one request. Its history lies in segments, from which all but the notices follow. */
export interface SlaClock {
  readonly id: SlaClockId;
  readonly requestId: ServiceRequestId;
  readonly kind: SlaClockKind;
  readonly state: SlaClockState;
  readonly startedAt: Instant;
  /** While paused: as it was when the pause began. */
  readonly dueAt: Instant;
  readonly target: Target;
  readonly policyName: string;
  readonly policyVersion: number;
  readonly calendarName: string;
  readonly calendarVersion: number;
  readonly pausedAt: Instant | null;
  readonly metAt: Instant | null;
  readonly endedAt: Instant | null;
  /** The due time that was not kept; a fact beside the state, whenever it was noticed. */
  readonly breachedAt: Instant | null;
  /** The last step of watching that was recorded: see `clock-steps.ts`. */
  readonly noticedLevel: number;
  /** When the next step is to be recorded; null when nothing is to be watched. */
  readonly nextStepAt: Instant | null;
  readonly createdAt: Instant;
}

export const slaSegmentKinds = [
  'running',
  'paused',
  'met',
  'reopened',
  'ended',
  'breached',
  'annulled',
  'due-moved',
] as const;
export type SlaSegmentKind = (typeof slaSegmentKinds)[number];

/** Append-only: what became of a clock, from when, and why. */
export interface SlaSegment {
  readonly clockId: SlaClockId;
  /** `running` begins a clock and ends a pause. */
  readonly kind: SlaSegmentKind;
  readonly fromAt: Instant;
  /** When the clock was due after this; null in lines of the first version. */
  readonly dueAt: Instant | null;
  /** For people: why it pauses, which closure moved it. */
  readonly reason: string | null;
  /** What caused it, as `envelope:<id>`, `outbox:<id>`, `calendar:<version>` or `sweep`. */
  readonly cause: string;
  readonly recordedAt: Instant;
}

/** A clock after something happened, and what its ledger gained; nothing, when nothing changed. */
export interface ClockChange {
  readonly clock: SlaClock;
  readonly segments: readonly SlaSegment[];
}

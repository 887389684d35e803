import { type ClockEvent, moveDue } from '../sla/clock-changes.js';
import type { SlaClock, SlaSegment } from '../sla/sla-clock.js';
import type { ClockTerms } from '../sla/sla-policy.js';
import { type Instant, MINUTE } from '../time/instant.js';
import type { OpenClock } from './recount-store.js';

/** One open clock counted in the changed calendar, beside what it was. */
export interface Recounted {
  readonly open: OpenClock;
  readonly clock: SlaClock;
  readonly segments: readonly SlaSegment[];
  readonly moved: boolean;
  /** Whether the change makes it late, or not late any more. */
  readonly breach: 'becomes' | 'ends' | null;
  /** It is the one whose time the request promises. */
  readonly isPromise: boolean;
  /** The citizen knows the former time, and the new one differs by more than a minute. */
  readonly toldOtherwise: boolean;
}

/** What a changed calendar does to one clock. Pure: the preview and the change itself agree. */
export function recountClock(open: OpenClock, terms: ClockTerms, event: ClockEvent): Recounted {
  const { clock: before, history, request } = open;
  const { clock, segments } = moveDue(before, history, terms, event);
  const moved = clock.dueAt !== before.dueAt;
  const isResponse = before.kind === 'first_response' || before.kind === 'next_response';
  const isPromise = isResponse && request.expectedAt === before.dueAt;
  const wasTold = isPromise && before.kind === 'first_response' && request.acknowledged;
  return {
    ...{ open, clock, segments, moved, isPromise },
    breach: breachOf(before, clock, event.recordedAt),
    toldOtherwise: wasTold && Math.abs(clock.dueAt - before.dueAt) > MINUTE,
  };
}

function breachOf(before: SlaClock, after: SlaClock, now: Instant): Recounted['breach'] {
  const wasLate = before.breachedAt !== null || isLate(before, now);
  if (wasLate === isLate(after, now)) return null;
  return wasLate ? 'ends' : 'becomes';
}

/** By the facts, noticed or not. */
function isLate({ dueAt, pausedAt }: SlaClock, now: Instant): boolean {
  return (pausedAt ?? now) > dueAt;
}

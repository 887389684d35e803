import type { BusinessCalendar } from '#core/calendar/business-calendar';
import { dueOf, type Target } from '#core/calendar/target';
import { wallClock } from '#core/calendar/wall-clock';
import { type Instant, isoFromInstant } from '#core/time/instant';

export interface Promised {
  readonly calendar: BusinessCalendar;
  readonly target: Target;
}

/** What came in: the words and the instant that they name. */
export interface Received {
  readonly text: string;
  readonly at: Instant;
}

/** When a promise ends, as programs read it. */
export interface DueAnswer {
  /** As it was given. */
  readonly received: string;
  readonly due: string;
  /** The same instant on the clocks of the calendar's zone. */
  readonly dueLocal: string;
}

/** A stretch that the promise ran through. */
export interface DueSegment {
  readonly from: string;
  readonly to: string;
  /** How long the town is open in it. */
  readonly operatingMs: number;
}

export function dueAnswer({ calendar, target }: Promised, { text, at }: Received): DueAnswer {
  const dueAt = dueOf(target, calendar, at);
  const dueLocal = wallClock(calendar.zone).isoOf(dueAt);
  return { received: text, due: isoFromInstant(dueAt), dueLocal };
}

/** The openings between receipt and due time; a promise that runs day and night has one stretch. */
export function segmentsOf({ calendar, target }: Promised, from: Instant): readonly DueSegment[] {
  const dueAt = dueOf(target, calendar, from);
  const runsClosed = target.kind === 'wall' || target.kind === 'calendar-days';
  const stretches = runsClosed
    ? [{ startAt: from, endAt: dueAt }]
    : calendar.openingsBetween(from, dueAt);
  return stretches.map(({ startAt, endAt }) => ({
    from: isoFromInstant(startAt),
    to: isoFromInstant(endAt),
    operatingMs: calendar.operatingTimeBetween(startAt, endAt),
  }));
}

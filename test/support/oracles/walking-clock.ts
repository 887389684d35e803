import type { CalendarDefinition } from '#core/calendar/calendar-definition';
import { DAY, HOUR, type Instant, instantFromIso, MINUTE } from '#core/time/instant';

/** What is known of a clock, on whole minutes. */
export interface ClockFacts {
  readonly startedAt: Instant;
  readonly minutes: number;
  /** Counts day and night. */
  readonly wall: boolean;
  /** In New York; the calendar as it is now. */
  readonly definition: CalendarDefinition;
  /** In order; one that lasts has no end yet. */
  readonly pauses: readonly { readonly from: Instant; readonly to: Instant | null }[];
  readonly metAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly now: Instant;
}

/**
 * A second opinion on clocks that counts every minute from the beginning and remembers nothing: what
 * a pause that has ended covers is not counted, unless the promise was broken before it.
 */
export function judgeByWalking(facts: ClockFacts): {
  readonly dueAt: Instant;
  readonly breachedAt: Instant | null;
} {
  const dueAt = walkToDue(facts);
  const lasting = facts.pauses.find(({ to }) => to === null)?.from ?? null;
  const countedUntil = lasting ?? facts.metAt ?? facts.endedAt ?? facts.now;
  return { dueAt, breachedAt: countedUntil > dueAt ? dueAt : null };
}

function walkToDue({ startedAt, minutes, wall, definition, pauses }: ClockFacts): Instant {
  const isOpen = openMinutes(definition);
  let counted = 0;
  let lastAt = startedAt;
  for (let at = startedAt; ; at = (at + MINUTE) as Instant) {
    const pause = pauses.find(({ from, to }) => to !== null && from <= at && at < to);
    const reached = counted === minutes;
    if (reached && (pause === undefined || pause.from > lastAt)) return lastAt;
    const open = wall || isOpen(at);
    if (!open || (pause !== undefined && !reached)) continue;
    if (!reached) counted += 1;
    lastAt = (at + MINUTE) as Instant;
  }
}

const SUMMER_TIME_2026 = instantFromIso('2026-03-08T07:00Z');

/** Knows of New York only the change of March 2026. Looks a date up once, because it is asked each minute. */
function openMinutes(definition: CalendarDefinition): (at: Instant) => boolean {
  const spansOf = new Map<number, readonly (readonly [number, number])[]>();
  return (at) => {
    const local = at - (at < SUMMER_TIME_2026 ? 5 : 4) * HOUR;
    const day = Math.floor(local / DAY);
    const spans = spansOf.get(day) ?? spansOn(definition, day);
    spansOf.set(day, spans);
    const minute = (local - day * DAY) / MINUTE;
    return spans.some(([from, to]) => from <= minute && minute < to);
  };
}

function spansOn(
  definition: CalendarDefinition,
  day: number,
): readonly (readonly [number, number])[] {
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  const off = [...definition.holidays, ...definition.closures];
  if (off.some((each) => 'date' in each && each.date === date)) return [];
  const spans = definition.week[((day + 3) % 7) + 1] ?? [];
  return spans.map(({ from, to }) => [minuteOf(from), minuteOf(to)]);
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

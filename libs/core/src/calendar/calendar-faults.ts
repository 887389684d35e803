import { IANAZone } from 'luxon';

import type { FieldFault } from '../error/problem.js';
import { DAY, type Instant } from '../time/instant.js';
import type { CalendarDefinition, Closure, OpeningSpan } from './calendar-definition.js';
import { weekdayNames } from './calendar-shape.js';
import { closureTimes } from './opening-days.js';
import { type SpanTimes, spanTimes } from './opening-span.js';
import { type WallClock, wallClock } from './wall-clock.js';

export type CalendarParts = Pick<
  CalendarDefinition,
  'zone' | 'week' | 'holidays' | 'closures' | 'extraOpenings'
>;

/** A town that closes for longer changes its week. */
const LONGEST_CLOSURE_MS = 366 * DAY;
const WEEK_MS = 7 * DAY;

/** What is wrong between fields that are well formed each. */
export function calendarFaults(
  calendar: CalendarParts,
  saving?: { readonly now: Instant; readonly known: readonly Closure[] },
): readonly FieldFault[] {
  if (!IANAZone.isValidZone(calendar.zone)) return [unknownZone(calendar.zone)];
  const clock = wallClock(calendar.zone);
  return [
    ...weekFaults(calendar.week),
    ...repeatedHolidays(calendar),
    ...calendar.closures.flatMap((closure, position) => {
      const field = `closures[${String(position)}]`;
      const fault = closureFault(closure, clock);
      if (fault !== null) return [{ ...fault, field: `${field}${fault.field}` }];
      return saving === undefined ? [] : pastClosure(closure, { field, clock, ...saving });
    }),
    ...calendar.extraOpenings.flatMap((opening, position) =>
      spanFaults(opening, `extraOpenings[${String(position)}]`),
    ),
  ];
}

function unknownZone(zone: string): FieldFault {
  return {
    field: 'zone',
    message: `'${zone}' is no time zone; take a name of the IANA list, as America/New_York`,
  };
}

function weekFaults(week: CalendarDefinition['week']): FieldFault[] {
  const spans = weekdayNames.flatMap((day, position) =>
    (week[position + 1] ?? []).map((span, number) => ({
      field: `week.${day}[${String(number)}]`,
      startMs: position * DAY,
      span,
    })),
  );
  if (spans.length === 0) {
    const message = 'has no opening hours, so no promise would ever end; give one day hours';
    return [{ field: 'week', message }];
  }
  const faults = spans.flatMap(({ span, field }) => spanFaults(span, field));
  if (faults.length > 0) return faults;
  const placed = spans.flatMap(({ span, field, startMs }) => {
    const times = spanTimes(span);
    return times === null ? [] : [{ field, ...moved(times, startMs) }];
  });
  return placed.flatMap((one, position) =>
    placed.slice(0, position).flatMap((other) => overlapFault(one, other)),
  );
}

interface PlacedSpan extends SpanTimes {
  readonly field: string;
}

function moved({ fromMs, toMs }: SpanTimes, byMs: number): SpanTimes {
  return { fromMs: fromMs + byMs, toMs: toMs + byMs };
}

/** A night from Sunday runs into the Monday at the beginning of the list. */
function overlapFault(one: PlacedSpan, other: PlacedSpan): FieldFault[] {
  const overlap = [-WEEK_MS, 0, WEEK_MS].some((byMs) => {
    const shifted = moved(other, byMs);
    return one.fromMs < shifted.toMs && shifted.fromMs < one.toMs;
  });
  const message = `overlaps ${other.field}; end one where the other begins, or join them`;
  return overlap ? [{ field: one.field, message }] : [];
}

function spanFaults(span: OpeningSpan, field: string): FieldFault[] {
  if (spanTimes(span) !== null) return [];
  if (span.from === span.to) {
    return [{ field, message: 'ends where it begins; a whole day is 00:00 to 24:00' }];
  }
  const night = `${span.from} to 24:00 and the rest on the next day`;
  const message = `ends before it begins (${span.from} to ${span.to}); exchange the two, or write a night of twelve hours and more as ${night}`;
  return [{ field, message }];
}

function repeatedHolidays({ holidays }: CalendarParts): FieldFault[] {
  const seen = new Map<string, string>();
  return holidays.flatMap(({ date, name }, position) => {
    const before = seen.get(date);
    seen.set(date, before ?? name);
    if (before === undefined) return [];
    const message = `${date} is a holiday already (${before}); remove one of the two`;
    return [{ field: `holidays[${String(position)}].date`, message }];
  });
}

function closureFault(closure: Closure, clock: WallClock): FieldFault | null {
  if ('date' in closure) return null;
  const { startAt, endAt } = closureTimes(closure, clock);
  if (endAt <= startAt) {
    return { field: '.to', message: 'is not after from; exchange the two' };
  }
  if (endAt - startAt > LONGEST_CLOSURE_MS) {
    return { field: '.to', message: 'is more than a year after from; change the week instead' };
  }
  return null;
}

interface NewClosure {
  readonly field: string;
  readonly clock: WallClock;
  readonly now: Instant;
  readonly known: readonly Closure[];
}

function pastClosure(closure: Closure, { field, clock, now, known }: NewClosure): FieldFault[] {
  const { startAt, endAt } = closureTimes(closure, clock);
  const isKnown = known.some((other) => {
    const times = closureTimes(other, clock);
    return times.startAt === startAt && times.endAt === endAt;
  });
  if (isKnown || endAt > now) return [];
  const message = 'lies in the past: what was due then stays due; remove it, or mend its dates';
  return [{ field, message }];
}

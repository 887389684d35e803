import { DAY, type Instant, instantFromIso } from '../time/instant.js';
import { dayNumber, weekday } from './calendar-date.js';
import type { CalendarDefinition, Closure, OpeningSpan } from './calendar-definition.js';
import { joined, type Opening, overlapping, without } from './opening.js';
import { type SpanTimes, spanTimes } from './opening-span.js';
import type { WallClock } from './wall-clock.js';

/** What a calendar says of each local date, as instants. */
export interface OpeningDays {
  /** The openings that belong to a date, in order and without overlap; a night belongs to its eve. */
  openingsOf(date: number): readonly Opening[];
  holidayOn(date: number): string | null;
  /** The name of the first closure that takes hours away from a date. */
  closureOn(date: number): string | null;
  /** After it the week alone decides. */
  readonly lastExceptionAt: Instant;
}

export function openingDays(definition: CalendarDefinition, clock: WallClock): OpeningDays {
  const holidays = new Map(definition.holidays.map(({ date, name }) => [dayNumber(date), name]));
  const week = new Map(
    Object.entries(definition.week).map(([day, spans = []]) => [Number(day), timesOf(spans)]),
  );
  const extra = new Map<number, SpanTimes[]>();
  for (const opening of definition.extraOpenings) {
    const date = dayNumber(opening.date);
    extra.set(date, [...(extra.get(date) ?? []), ...timesOf([opening])]);
  }
  const closures = definition.closures.map((closure) => ({
    ...closureTimes(closure, clock),
    name: closure.name,
  }));
  const closed = joined(closures);
  const lastDate = Math.max(0, ...holidays.keys(), ...extra.keys());

  return {
    holidayOn: (date) => holidays.get(date) ?? null,
    openingsOf(date) {
      const regular = holidays.has(date) ? [] : (week.get(weekday(date)) ?? []);
      const spans = [...regular, ...(extra.get(date) ?? [])];
      const openings = spans.length === 0 ? [] : joined(layOut(spans, date, clock));
      return openings.length === 0 ? [] : without(openings, closed);
    },
    closureOn: (date) => closureOn(definition, date, clock)?.name ?? null,
    lastExceptionAt: Math.max(
      clock.instantOf(lastDate + 2, 0),
      ...closures.map(({ endAt }) => endAt),
    ) as Instant,
  };
}

/** The first closure that takes hours away from what the week gives a date. */
export function closureOn(
  { week, closures }: Pick<CalendarDefinition, 'week' | 'closures'>,
  date: number,
  clock: WallClock,
): Closure | null {
  if (closures.length === 0) return null;
  const hours = layOut(timesOf(week[weekday(date)] ?? []), date, clock);
  const takes = (closure: Closure) => overlapping(hours, closureTimes(closure, clock)).length > 0;
  return closures.find(takes) ?? null;
}

/** A closure as instants; empty when it ends where it begins, or before. */
export function closureTimes(closure: Closure, clock: WallClock): Opening {
  if ('date' in closure) {
    const date = dayNumber(closure.date);
    return { startAt: clock.instantOf(date, 0), endAt: clock.instantOf(date, DAY) };
  }
  return { startAt: momentOf(closure.from, clock), endAt: momentOf(closure.to, clock) };
}

/** `2026-12-04T12:00`, on the clocks of the zone or with an offset of its own. */
function momentOf(text: string, clock: WallClock): Instant {
  if (/(Z|[+-]\d\d:\d\d)$/.test(text)) return instantFromIso(text);
  const [date = '', time = ''] = text.split('T');
  return clock.instantOf(dayNumber(date), Date.parse(`1970-01-01T${time}Z`));
}

/** A span that ends where it begins is none. */
function timesOf(spans: readonly OpeningSpan[]): SpanTimes[] {
  return spans.flatMap((span) => spanTimes(span) ?? []);
}

/** A day that the zone leaves out has no hours; a span that a clock change swallows whole is none. */
function layOut(spans: readonly SpanTimes[], date: number, clock: WallClock): Opening[] {
  if (clock.instantOf(date, 0) >= clock.instantOf(date, DAY)) return [];
  return spans.flatMap(({ fromMs, toMs }) => {
    const startAt = clock.instantOf(date, fromMs);
    const endAt = clock.instantOf(date, toMs);
    return startAt < endAt ? [{ startAt, endAt }] : [];
  });
}

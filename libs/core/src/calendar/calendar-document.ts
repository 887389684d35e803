import { Duration } from 'luxon';

import type { FieldFault } from '../error/problem.js';
import { invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { Instant } from '../time/instant.js';
import type { CalendarDefinition, Closure, Holiday, OpeningSpan } from './calendar-definition.js';
import { calendarFaults } from './calendar-faults.js';
import { readShape, type WeekdayName, weekdayNames } from './calendar-shape.js';
import { spanTimes } from './opening-span.js';

/** A calendar as people write, read and exchange it; `docs/sla.md` describes the form. */
export interface CalendarDocument {
  readonly name: string;
  readonly zone: string;
  readonly businessDay: string;
  readonly week: Readonly<Partial<Record<WeekdayName, readonly OpeningSpan[]>>>;
  readonly holidays: readonly Holiday[];
  readonly closures: readonly Closure[];
  readonly extraOpenings: CalendarDefinition['extraOpenings'];
}

export interface CalendarReading {
  /** Used when the document has no name of its own. */
  readonly name: string;
  readonly version: number;
  /** When it is about to be saved: a closure that is new may not lie in the past. */
  readonly saving?: { readonly now: Instant; readonly known: readonly Closure[] };
}

/** Reads a calendar; every fault names its field, as `week.monday[1].to`, and the remedy. */
export function readCalendar(
  document: unknown,
  { name, version, saving }: CalendarReading,
): Result<CalendarDefinition> {
  const shape = readShape(document);
  if (!shape.ok) return refused(invalidInput(shape.faults));
  const { businessDay, ...read } = shape.calendar;
  const faults: readonly FieldFault[] = calendarFaults(read, saving);
  if (faults.length > 0) return refused(invalidInput(faults));
  return succeeded({
    ...read,
    name: read.name ?? name,
    version,
    businessDayMs: businessDay ?? usualDayMs(read.week),
  });
}

/** The form that `readCalendar` reads, in full. */
export function calendarDocument(definition: CalendarDefinition): CalendarDocument {
  const { name, zone, holidays, closures, extraOpenings } = definition;
  const days = weekdayNames.flatMap((day, position) => {
    const spans = definition.week[position + 1] ?? [];
    return spans.length === 0 ? [] : [[day, spans] as const];
  });
  const week: CalendarDocument['week'] = Object.fromEntries(days);
  const businessDay = Duration.fromMillis(definition.businessDayMs)
    .shiftTo('hours', 'minutes', 'seconds')
    .toISO();
  return { name, zone, businessDay, week, holidays, closures, extraOpenings };
}

/** The most frequent opening time of the weekdays that have any; of equally frequent ones the longest. */
function usualDayMs(week: CalendarDefinition['week']): number {
  const totals = Object.values(week)
    .map((spans) => (spans ?? []).reduce((sum, span) => sum + lengthMs(span), 0))
    .filter((total) => total > 0);
  const often = (total: number) => totals.filter((other) => other === total).length;
  return totals.reduce(
    (best, total) =>
      often(total) > often(best) || (often(total) === often(best) && total > best) ? total : best,
    0,
  );
}

function lengthMs(span: OpeningSpan): number {
  const times = spanTimes(span);
  return times === null ? 0 : times.toMs - times.fromMs;
}

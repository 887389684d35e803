import { type BusinessCalendar, businessCalendar } from '../calendar/business-calendar.js';
import type { CalendarDefinition } from '../calendar/calendar-definition.js';
import { calendarDocument, readCalendar } from '../calendar/calendar-document.js';
import { invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { StaffId } from '../identity/ids.js';
import { parseJson } from '../text/parse-json.js';
import type { Instant } from '../time/instant.js';
import type { TownDocument } from './town-document-store.js';

/** One version of a calendar and what was decided with it about the promises that it moves. */
export interface CalendarDecision {
  readonly definition: CalendarDefinition;
  readonly calendar: BusinessCalendar;
  /** Whether citizens who were told a time are told the new one. */
  readonly tellCitizens: boolean;
  /** For the ledgers of the clocks that move: which closure; null when the hours changed. */
  readonly reason: string | null;
  /** Who decided it and so approved it; null for what the code ships. */
  readonly decidedBy: StaffId | null;
  readonly decidedAt: Instant | null;
}

export function decide(
  definition: CalendarDefinition,
  how: Omit<CalendarDecision, 'definition' | 'calendar'>,
): CalendarDecision {
  return { ...how, definition, calendar: businessCalendar(definition) };
}

/** The body of a stored calendar. */
export function calendarBody({ definition, tellCitizens, reason }: CalendarDecision): string {
  return JSON.stringify({ calendar: calendarDocument(definition), tellCitizens, reason });
}

/** Reads a stored calendar; refused when it is none, or none that today's rules would take. */
export function readCalendarBody(document: TownDocument): Result<CalendarDecision> {
  const { body, name, version, savedBy, savedAt } = document;
  const parsed = parseJson(Buffer.from(body, 'utf8'));
  const stored = parsed.kind === 'json' ? parsed.value : null;
  if (typeof stored !== 'object' || stored === null || !('calendar' in stored)) {
    return refused(invalidInput([{ field: '', message: 'is no stored calendar' }]));
  }
  const read = readCalendar(stored.calendar, { name, version });
  if (!read.ok) return read;
  const tellCitizens = 'tellCitizens' in stored && stored.tellCitizens === true;
  const reason = 'reason' in stored && typeof stored.reason === 'string' ? stored.reason : null;
  const definition = { ...read.value, name };
  return succeeded(
    decide(definition, { tellCitizens, reason, decidedBy: savedBy, decidedAt: savedAt }),
  );
}

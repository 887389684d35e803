import { DAY, type Instant, MINUTE } from '../time/instant.js';
import { businessCalendar } from './business-calendar.js';
import { isoDate, weekday } from './calendar-date.js';
import type { CalendarDefinition } from './calendar-definition.js';
import { type WeekdayName, weekdayNames } from './calendar-shape.js';
import type { Opening } from './opening.js';
import { openingDays } from './opening-days.js';
import { type WallClock, wallClock } from './wall-clock.js';

/** One local day of a calendar as a person checks it before saving. */
export interface PreviewDay {
  readonly date: string;
  readonly weekday: WeekdayName;
  /** Wall-clock times within the day; a night is shown on both of its days. */
  readonly openings: readonly { readonly from: string; readonly to: string }[];
  /** The holiday or closure that shortens or shuts the day, or why it has no hours. */
  readonly note: string | null;
}

const PREVIEW_DAYS = 14;

/** What the calendar makes of the next fourteen local days. */
export function previewCalendar(
  definition: CalendarDefinition,
  from: Instant,
): readonly PreviewDay[] {
  const clock = wallClock(definition.zone);
  const calendar = businessCalendar(definition);
  const days = openingDays(definition, clock);
  const first = clock.dateOf(from);
  return Array.from({ length: PREVIEW_DAYS }, (_, position) => {
    const date = first + position;
    const day = { startAt: clock.instantOf(date, 0), endAt: clock.instantOf(date, DAY) };
    const openings = calendar.openingsBetween(day.startAt, day.endAt);
    return {
      date: isoDate(date),
      weekday: weekdayNames[weekday(date) - 1] ?? 'monday',
      openings: openings.map((opening) => shown(opening, date, clock)),
      note: note(),
    };

    function note(): string | null {
      if (day.startAt === day.endAt) return 'The zone leaves this day out';
      const reason = days.holidayOn(date) ?? days.closureOn(date);
      return reason ?? (openings.length === 0 ? 'No hours on this weekday' : null);
    }
  });
}

function shown({ startAt, endAt }: Opening, date: number, clock: WallClock) {
  return { from: timeText(startAt, date, clock), to: timeText(endAt, date, clock) };
}

function timeText(at: Instant, date: number, clock: WallClock): string {
  if (clock.dateOf(at) > date) return '24:00';
  const minutes = Math.floor(clock.timeOfDay(at) / MINUTE);
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${hour}:${String(minutes % 60).padStart(2, '0')}`;
}

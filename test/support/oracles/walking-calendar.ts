import type { CalendarDefinition, Closure, OpeningSpan } from '#core/calendar/calendar-definition';
import { DAY, type Instant, MINUTE } from '#core/time/instant';

import { type ShownMinutes, shownMinutes } from './shown-minutes.js';

const LONGEST_WALK_MINUTES = (30 * DAY) / MINUTE;
const DAY_MINUTES = DAY / MINUTE;

export interface WalkingCalendar {
  /** null when more than thirty days would have to be walked. */
  add(from: Instant, operatingMs: number): Instant | null;
  between(from: Instant, to: Instant): number;
  isOpen(at: Instant): boolean;
}

/**
 * A second opinion on opening time that knows nothing of zones but what the wall clock shows: it
 * walks minute by minute and adds the remainder. A span opens when the clock first shows its
 * beginning and closes when it first shows its end; a date that was never shown opens nothing.
 *
 * @param eve an instant before everything that will be asked, by a few weeks at most.
 */
export function walkingCalendar(definition: CalendarDefinition, eve: Instant): WalkingCalendar {
  const shown = shownMinutes(definition.zone, eve);
  const isOpenAt = openAt(definition, shown);

  function add(from: Instant, operatingMs: number): Instant | null {
    const first = minuteOfInstant(from);
    const last = first + LONGEST_WALK_MINUTES;
    let remaining = operatingMs;
    for (let minute = first; minute < last; minute += 1) {
      if (!isOpenAt(minute)) continue;
      const startAt = minute === first ? from : minute * MINUTE;
      const lengthMs = (minute + 1) * MINUTE - startAt;
      if (remaining <= lengthMs) return (startAt + remaining) as Instant;
      remaining -= lengthMs;
    }
    return null;
  }

  function between(from: Instant, to: Instant): number {
    if (to <= from) return 0;
    const [first, last] = [minuteOfInstant(from), minuteOfInstant(to)];
    let counted = 0;
    for (let minute = first; minute < last; minute += 1) if (isOpenAt(minute)) counted += MINUTE;
    if (isOpenAt(first)) counted -= from - first * MINUTE;
    if (isOpenAt(last)) counted += to - last * MINUTE;
    return counted;
  }

  return { add, between, isOpen: (at) => isOpenAt(minuteOfInstant(at)) };
}

function minuteOfInstant(at: Instant): number {
  return Math.floor(at / MINUTE);
}

/** Whether a minute of UTC is open; each is judged once, however many walks pass over it. */
function openAt(definition: CalendarDefinition, shown: ShownMinutes): (minute: number) => boolean {
  const isOpen = judged(definition, shown);
  const known = new Int8Array(shown.minutes);
  return (minute) => {
    const position = minute - shown.first;
    if (known[position] === 0) known[position] = isOpen(minute) ? 1 : -1;
    return known[position] === 1;
  };
}

/** A minute is open by its date's spans or by those of the night before, minus closures. */
function judged(definition: CalendarDefinition, shown: ShownMinutes): (minute: number) => boolean {
  const holidays = new Set(definition.holidays.map(({ date }) => dayOf(date)));
  const closures = definition.closures.map(closes);

  function spansOf(date: number): readonly (readonly [number, number])[] {
    const weekday = new Date(date * DAY).getUTCDay() || 7;
    const regular = holidays.has(date) ? [] : (definition.week[weekday] ?? []);
    const extra = definition.extraOpenings.filter((opening) => dayOf(opening.date) === date);
    return shown.wasShown(date) ? [...regular, ...extra].map(minutesOf) : [];
  }

  function spansOn(date: number): readonly (readonly [number, number])[] {
    const night = spansOf(date - 1).map(
      ([from, to]) => [from - DAY_MINUTES, to - DAY_MINUTES] as const,
    );
    return [...night, ...spansOf(date)];
  }

  let today = { date: 0, spans: spansOn(0) };
  return (minute) => {
    const furthest = shown.furthestAt(minute);
    let time = furthest - today.date * DAY_MINUTES;
    if (time < 0 || time >= DAY_MINUTES) {
      const date = Math.floor(furthest / DAY_MINUTES);
      today = { date, spans: spansOn(date) };
      time = furthest - date * DAY_MINUTES;
    }
    const within = today.spans.some(([from, to]) => from <= time && time < to);
    return within && !closures.some((closed) => closed(minute, furthest));
  };
}

/** Whether a closure has come at a minute and at what the clock has shown by then. */
function closes(closure: Closure): (minute: number, furthest: number) => boolean {
  if ('date' in closure) {
    const begin = dayOf(closure.date) * DAY_MINUTES;
    return (_, furthest) => begin <= furthest && furthest < begin + DAY_MINUTES;
  }
  const begins = hasCome(closure.from);
  const ends = hasCome(closure.to);
  return (minute, furthest) => begins(minute, furthest) && !ends(minute, furthest);
}

function hasCome(moment: string): (minute: number, furthest: number) => boolean {
  const isInstant = /(Z|[+-]\d\d:\d\d)$/.test(moment);
  const minuteOfMoment = Date.parse(isInstant ? moment : `${moment}Z`) / MINUTE;
  return (minute, furthest) => minuteOfMoment <= (isInstant ? minute : furthest);
}

function minutesOf({ from, to }: OpeningSpan): readonly [number, number] {
  const start = minuteOf(from);
  const end = minuteOf(to);
  return [start, end > start ? end : end + DAY_MINUTES];
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function dayOf(isoDate: string): number {
  return Date.parse(`${isoDate}T00:00:00Z`) / DAY;
}

import { DAY, type Instant } from '../time/instant.js';
import { type WallClock, wallClock } from './wall-clock.js';

/** Half-open: open at `from`, closed at `to`. Wall-clock times as `HH:MM`; `24:00` ends a day. */
export interface OpeningSpan {
  readonly from: string;
  readonly to: string;
}

/** When the town works. Plain data; `businessCalendar` makes it countable. */
export interface CalendarDefinition {
  readonly name: string;
  /** Grows with every change; clock rows keep the version that they were computed with. */
  readonly version: number;
  readonly zone: string;
  /** ISO weekday 1 (Monday) to 7; a day that is absent is closed. */
  readonly week: Readonly<Partial<Record<number, readonly OpeningSpan[]>>>;
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
  /** Operating time of one business day, in milliseconds. */
  readonly businessDayMs: number;
}

export interface BusinessCalendar {
  readonly name: string;
  readonly version: number;
  readonly zone: string;
  readonly businessDayMs: number;
  isOpen(at: Instant): boolean;
  /** The instant at which `operatingMs` of opening time have passed since `from`. */
  addOperatingTime(from: Instant, operatingMs: number): Instant;
}

interface OpenInterval {
  readonly startAt: Instant;
  readonly endAt: Instant;
}

/** A year without any opening means that the calendar never opens. */
const LONGEST_CLOSURE_DAYS = 366;
/** Days laid out are kept, about ten years of them; then the memory starts afresh. */
const DAYS_KEPT = 4_000;

/**
 * Counts in opening time, exact to the millisecond. A due time that falls on a closing instant is
 * that instant, not the next opening. Local days are laid out once and kept.
 */
export function businessCalendar(definition: CalendarDefinition): BusinessCalendar {
  const { name, version, zone, businessDayMs } = definition;
  const clock = wallClock(zone);
  const holidays = new Set(definition.holidays.map((holiday) => holiday.date));
  const days = new Map<number, readonly OpenInterval[]>();

  function openingsOf(date: number): readonly OpenInterval[] {
    const known = days.get(date);
    if (known !== undefined) return known;
    if (days.size >= DAYS_KEPT) days.clear();
    const spans = holidays.has(isoDate(date)) ? [] : (definition.week[weekday(date)] ?? []);
    const openings = layOut(spans, date, clock);
    days.set(date, openings);
    return openings;
  }

  function addOperatingTime(from: Instant, operatingMs: number): Instant {
    let remaining = operatingMs;
    let closedDays = 0;
    for (let date = clock.dateOf(from); closedDays <= LONGEST_CLOSURE_DAYS; date += 1) {
      const openings = openingsOf(date);
      closedDays = openings.length === 0 ? closedDays + 1 : 0;
      for (const open of openings) {
        const startAt = Math.max(open.startAt, from);
        if (startAt >= open.endAt) continue;
        if (remaining <= open.endAt - startAt) return (startAt + remaining) as Instant;
        remaining -= open.endAt - startAt;
      }
    }
    throw new RangeError(`The calendar ${name} never opens; give it opening hours.`);
  }

  function isOpen(at: Instant): boolean {
    return openingsOf(clock.dateOf(at)).some((open) => open.startAt <= at && at < open.endAt);
  }

  return { name, version, zone, businessDayMs, isOpen, addOperatingTime };
}

/** In order and without overlap; a span that a clock change swallows whole is left out. */
function layOut(spans: readonly OpeningSpan[], date: number, clock: WallClock): OpenInterval[] {
  const openings: OpenInterval[] = [];
  const sorted = spans.toSorted((one, other) => minuteOf(one.from) - minuteOf(other.from));
  for (const span of sorted) {
    const endAt = clock.instantOf(date, minuteOf(span.to));
    const startAt = clock.instantOf(date, minuteOf(span.from));
    const freeFrom = openings.at(-1)?.endAt ?? startAt;
    const clipped = Math.max(startAt, freeFrom) as Instant;
    if (clipped < endAt) openings.push({ startAt: clipped, endAt });
  }
  return openings;
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** 1970-01-01 was a Thursday. */
function weekday(date: number): number {
  return ((((date + 3) % 7) + 7) % 7) + 1;
}

function isoDate(date: number): string {
  return new Date(date * DAY).toISOString().slice(0, 10);
}

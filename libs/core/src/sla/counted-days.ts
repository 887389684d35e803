import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { weekday } from '../calendar/calendar-date.js';
import { wallClock } from '../calendar/wall-clock.js';
import type { Instant } from '../time/instant.js';
import { dayOff } from './days-off.js';
import type { SlaClock, SlaSegment } from './sla-clock.js';

/** What happened on the way to the due time. Dates are days since 1970-01-01 in the calendar's zone. */
export type CountedItem =
  | { readonly kind: 'counted'; readonly date: number; readonly ms: number }
  | {
      readonly kind: 'counted-partly';
      readonly date: number;
      readonly ms: number;
      readonly name: string;
    }
  | { readonly kind: 'day-off'; readonly date: number; readonly name: string }
  | { readonly kind: 'closed'; readonly dates: readonly number[] }
  | ({ readonly kind: 'paused' } & Pause);

interface Pause {
  readonly from: Instant;
  /** Null while it lasts. */
  readonly to: Instant | null;
  readonly reason: string | null;
}

/** The days and pauses between a clock's start and its due time, in order. */
export function countedItems(
  clock: SlaClock,
  segments: readonly SlaSegment[],
  calendar: BusinessCalendar,
): readonly CountedItem[] {
  const local = wallClock(calendar.zone);
  const pauses = pausesOf(segments);
  const endAt = clock.pausedAt ?? clock.dueAt;
  const items: CountedItem[] = [];
  for (let date = local.dateOf(clock.startedAt); date <= local.dateOf(endAt); date += 1) {
    const day = { from: local.instantOf(date, 0), to: local.instantOf(date + 1, 0) };
    const from = Math.max(day.from, clock.startedAt) as Instant;
    const to = Math.min(day.to, endAt) as Instant;
    const item = dayItem(date, countedBetween({ from, to }, pauses, calendar), calendar);
    const isPaused = pauses.some((pause) => pause.from <= from && to <= (pause.to ?? endAt));
    if (item !== null && (!isPaused || item.kind === 'counted')) append(items, item);
    const begun = pauses.filter((pause) => day.from <= pause.from && pause.from < day.to);
    items.push(...begun.map((pause) => ({ kind: 'paused' as const, ...pause })));
  }
  return items;
}

function pausesOf(segments: readonly SlaSegment[]): readonly Pause[] {
  const pauses: Pause[] = [];
  for (const { kind, fromAt, reason } of segments) {
    const last = pauses.at(-1);
    if (kind === 'paused') pauses.push({ from: fromAt, to: null, reason });
    else if (kind === 'running' && last?.to === null) {
      pauses[pauses.length - 1] = { ...last, to: fromAt };
    }
  }
  // One that was taken back never was.
  return pauses.filter(({ from, to }) => to === null || to > from);
}

function countedBetween(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  pauses: readonly Pause[],
  calendar: BusinessCalendar,
): number {
  const paused = pauses.reduce((sum, pause) => {
    const [begunAt, endedAt] = [Math.max(pause.from, from), Math.min(pause.to ?? to, to)];
    return sum + calendar.operatingTimeBetween(begunAt as Instant, endedAt as Instant);
  }, 0);
  return calendar.operatingTimeBetween(from, to) - paused;
}

/** Null for a day of which only hours that are closed lay on the way. */
function dayItem(date: number, ms: number, calendar: BusinessCalendar): CountedItem | null {
  const off = dayOff(calendar, date);
  if (ms > 0 && off?.kind === 'closed-partly') {
    return { kind: 'counted-partly', date, ms, name: off.name };
  }
  if (ms > 0) return { kind: 'counted', date, ms };
  if (off !== null) return { kind: 'day-off', date, name: off.name };
  const regular = calendar.definition.week[weekday(date)] ?? [];
  return regular.length === 0 ? { kind: 'closed', dates: [date] } : null;
}

function append(items: CountedItem[], item: CountedItem): void {
  const last = items.at(-1);
  if (item.kind === 'closed' && last?.kind === 'closed') {
    items[items.length - 1] = { kind: 'closed', dates: [...last.dates, ...item.dates] };
  } else items.push(item);
}

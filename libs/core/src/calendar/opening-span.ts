import { DAY, HOUR, MINUTE } from '../time/instant.js';
import type { OpeningSpan } from './calendar-definition.js';

/** A span in milliseconds since the midnight of the date to which it belongs. */
export interface SpanTimes {
  readonly fromMs: number;
  /** After `fromMs`; beyond a day when the span ends on the next one. */
  readonly toMs: number;
}

/**
 * A night is shorter than half a day. An end that lies before the beginning by less is more likely
 * two times that were exchanged; a longer night says so, as `19:00` to `31:00`.
 */
const LONGEST_NIGHT_MS = 12 * HOUR;

/** @returns null for a span that ends where it begins, or seems to end before. */
export function spanTimes({ from, to }: OpeningSpan): SpanTimes | null {
  const fromMs = timeOfDayMs(from);
  const toMs = timeOfDayMs(to);
  if (toMs > fromMs) return toMs - fromMs <= DAY ? { fromMs, toMs } : null;
  const nightMs = toMs + DAY - fromMs;
  return nightMs < LONGEST_NIGHT_MS ? { fromMs, toMs: toMs + DAY } : null;
}

/** One way to write each span: midnight at the end as `24:00`, a night's end as on the next day. */
export function usualSpan<Span extends OpeningSpan>(span: Span): Span {
  if (span.to === '00:00' && span.from !== '00:00') return { ...span, to: '24:00' };
  const nextDay = timeText(timeOfDayMs(span.to) - DAY);
  const isNight = span.to > '24:00' && spanTimes({ from: span.from, to: nextDay }) !== null;
  return isNight && nextDay < span.from ? { ...span, to: nextDay } : span;
}

function timeOfDayMs(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * HOUR + minute * MINUTE;
}

function timeText(timeOfDay: number): string {
  const minutes = Math.max(0, timeOfDay / MINUTE);
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${hour}:${String(minutes % 60).padStart(2, '0')}`;
}

import type { CalendarDefinition } from '#core/sla/business-calendar';
import { DAY, type Instant, MINUTE } from '#core/time/instant';

const LONGEST_WALK_DAYS = 30;

/**
 * A second opinion on opening time that knows nothing of zones but what the wall clock shows: it
 * walks minute by minute, opens when a date first shows a span's `from` and closes when it first
 * shows its `to`.
 *
 * @returns null when more than thirty days would have to be walked.
 */
export function addByWalking(
  definition: CalendarDefinition,
  from: Instant,
  minutes: number,
): Instant | null {
  const clock = shownClock(definition.zone);
  const latest = new Map<string, number>();
  const holidays = new Set(definition.holidays.map(({ date }) => date));
  let remaining = minutes;
  // Whether a span has begun is known only from the beginning of its date.
  for (let at = from - 2 * DAY; at < from + LONGEST_WALK_DAYS * DAY; at += MINUTE) {
    const { date, weekday, minute } = clock(at);
    const furthest = Math.max(minute, latest.get(date) ?? 0);
    latest.set(date, furthest);
    if (at < from || holidays.has(date)) continue;
    const spans = definition.week[weekday] ?? [];
    const open = spans.some(
      (span) => minuteOf(span.from) <= furthest && furthest < minuteOf(span.to),
    );
    if (open) remaining -= 1;
    if (remaining === 0) return (at + MINUTE) as Instant;
  }
  return null;
}

interface Shown {
  readonly date: string;
  readonly weekday: number;
  readonly minute: number;
}

/** Asks the platform once a quarter of an hour: no clock change falls between quarters. */
function shownClock(zone: string): (at: number) => Shown {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  let quarter = Number.NaN;
  let shown: Shown = { date: '', weekday: 0, minute: 0 };
  return (at) => {
    const start = Math.floor(at / (15 * MINUTE)) * 15 * MINUTE;
    if (start !== quarter) {
      const text = format.format(start);
      const [date = '', time = ''] = text.split(', ');
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
      shown = { date, weekday, minute: minuteOf(time) };
      quarter = start;
    }
    return { ...shown, minute: shown.minute + Math.floor((at - start) / MINUTE) };
  };
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

import { wallClock } from '../calendar/wall-clock.js';
import { HOUR, type Instant, MINUTE } from '../time/instant.js';

/** Wall-clock times of the town between which people are told urgent things only. */
export interface QuietHours {
  /** `HH:MM`; later than `to` when midnight lies between them. Equal times mean none. */
  readonly from: string;
  readonly to: string;
}

/** When somebody may be told what is not urgent: now, or when the quiet hours end. */
export function tellableAt(quiet: QuietHours, zone: string, now: Instant): Instant {
  const clock = wallClock(zone);
  const [from, to, shown] = [timeOfDay(quiet.from), timeOfDay(quiet.to), clock.timeOfDay(now)];
  const today = clock.dateOf(now);
  if (from <= to) return from <= shown && shown < to ? clock.instantOf(today, to) : now;
  if (shown >= from) return clock.instantOf(today + 1, to);
  return shown < to ? clock.instantOf(today, to) : now;
}

function timeOfDay(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * HOUR + minute * MINUTE;
}

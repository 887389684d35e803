import { DAY, HOUR, type Instant } from '../time/instant.js';

/** Half a year of hours is learned from; older ones are removed. */
export const KEPT_MS = 26 * 7 * DAY;
/** Nobody counted for so long: whoever was silent then may have called at a door that was shut. */
export const STOOD_STILL_MS = HOUR;

export function hourOf(at: Instant): Instant {
  return (Math.floor(at / HOUR) * HOUR) as Instant;
}

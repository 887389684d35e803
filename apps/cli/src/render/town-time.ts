import { DateTime } from 'luxon';

/** An instant of the API as people of the town say it. */
export function townTime(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone }).setLocale('en-US').toFormat('ccc d LLL yyyy, HH:mm ZZZZ');
}

/** How long until a due time, or how long it is over: `3 h 20 min left`, `2 d 1 h late`. */
export function timeLeft(iso: string, now: Date): string {
  const minutes = Math.floor((Date.parse(iso) - now.getTime()) / 60_000);
  return minutes >= 0 ? `${duration(minutes)} left` : `${duration(-minutes)} late`;
}

function duration(minutes: number): string {
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  if (days > 0) return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

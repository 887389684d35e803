import { DateTime } from 'luxon';

import { describeTarget, dueOf } from '#core/calendar/target';
import { DAY, HOUR, type Instant, MINUTE } from '#core/time/instant';

import { type Promised, segmentsOf } from '../sla/due-answer.js';
import { table } from './table.js';

const MOST_LINES = 20;

/** A due time as people read it: when, why, and the holidays on the way. */
export function dueText(promised: Promised, receivedAt: Instant): string {
  const { calendar, target } = promised;
  const { zone } = calendar;
  const dueAt = dueOf(target, calendar, receivedAt);
  const rows = segmentsOf(promised, receivedAt).map(({ from, to, operatingMs }) => [
    `  ${shortTime(Date.parse(from), zone)}`,
    `to ${shortTime(Date.parse(to), zone)}`,
    duration(operatingMs),
  ]);
  const more = rows.length - MOST_LINES;
  return [
    `Received ${longTime(receivedAt, zone)}`,
    `Due      ${longTime(dueAt, zone)}`,
    '',
    `${describeTarget(target, calendar)} in the calendar ${calendar.name} (${zone}). Open on the way:`,
    table(rows.slice(0, MOST_LINES)),
    ...(more > 0 ? [`  and ${more} more times`] : []),
    ...holidaysBetween(promised, receivedAt, dueAt),
  ].join('\n');
}

function holidaysBetween({ calendar }: Promised, from: Instant, to: Instant): string[] {
  const first = DateTime.fromMillis(from, { zone: calendar.zone }).startOf('day');
  const days = Math.min(366, Math.ceil((to - first.toMillis()) / DAY) + 1);
  const lines = Array.from({ length: days }, (_, position) => {
    const day = first.plus({ days: position });
    const name = day.toMillis() > to ? null : calendar.holidayOn(day.toISODate() ?? '');
    return name === null ? [] : [`${spoken(day, 'cccc d LLLL')} is a holiday: ${name}.`];
  });
  return lines.flat().slice(0, MOST_LINES);
}

function longTime(at: Instant, zone: string): string {
  return spoken(DateTime.fromMillis(at, { zone }), 'cccc d LLLL yyyy, HH:mm:ss ZZZZ');
}

function shortTime(at: number, zone: string): string {
  return spoken(DateTime.fromMillis(at, { zone }), 'ccc d LLL, HH:mm');
}

function spoken(time: DateTime, format: string): string {
  return time.setLocale('en-US').toFormat(format);
}

function duration(ms: number): string {
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.round((ms % HOUR) / MINUTE);
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

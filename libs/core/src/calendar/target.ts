import { invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import { addMilliseconds, DAY, HOUR, type Instant, MINUTE, SECOND } from '../time/instant.js';
import type { BusinessCalendar } from './business-calendar.js';

/**
 * How long a promise lasts: in opening time, in working or calendar days on at the same time of the
 * clock, or in hours that pass day and night.
 */
export type Target =
  | { readonly kind: 'operating'; readonly ms: number }
  | { readonly kind: 'working-days'; readonly days: number }
  | { readonly kind: 'calendar-days'; readonly days: number }
  | { readonly kind: 'wall'; readonly ms: number };

interface Unit {
  readonly words: RegExp;
  readonly ms: number;
}

const units: readonly (Unit & { readonly name: string })[] = [
  { name: 'hour', words: /^(h|hrs?|hours?)$/, ms: HOUR },
  { name: 'minute', words: /^(min|mins|minutes?)$/, ms: MINUTE },
  { name: 'second', words: /^(s|sec|secs|seconds?)$/, ms: SECOND },
];
/** Longer than any promise of a town, and near enough to be counted out in a moment. */
const LONGEST_DAYS = 3_660;
const wanted =
  "write it as '1 business day', '12 business hours', '3 working days', '24 hours' or '30 days'";

/**
 * Reads a target as people write it. `business` counts opening time, and a business day is the
 * calendar's; `working days` and plain `days` end at the same time of the clock; plain hours and
 * minutes pass day and night. A bare ISO duration says none of these and is refused.
 */
export function parseTarget(text: string, calendar: BusinessCalendar): Result<Target> {
  const read = /^(-?\d+(?:\.\d+)?) *(business|working|calendar)?[ -]*([a-z]+)$/.exec(
    text.trim().toLowerCase().replaceAll(/\s+/g, ' '),
  );
  const [, number = '', counted = 'wall', unit = ''] = read ?? [];
  const amount = Number(number);
  if (read === null) return wrong(`'${text}' is not a length of time; ${wanted}`);
  if (amount <= 0) return wrong(`'${text}' is not after the beginning; give more than 0`);
  const target = targetOf(amount, counted, { unit, calendar });
  if (target === null) return wrong(`'${text}' is not a length of time that is known; ${wanted}`);
  return wholeAndBounded(target, text);
}

function targetOf(
  amount: number,
  counted: string,
  { unit, calendar }: { unit: string; calendar: BusinessCalendar },
): Target | null {
  const inDays = /^days?$/.test(unit);
  const ms = units.find(({ words }) => words.test(unit))?.ms;
  switch (counted) {
    case 'business':
      if (inDays) return { kind: 'operating', ms: amount * calendar.businessDayMs };
      return ms === undefined ? null : { kind: 'operating', ms: amount * ms };
    case 'working':
      return inDays ? { kind: 'working-days', days: amount } : null;
    case 'calendar':
      return inDays ? { kind: 'calendar-days', days: amount } : null;
    default:
      if (inDays) return { kind: 'calendar-days', days: amount };
      return ms === undefined ? null : { kind: 'wall', ms: amount * ms };
  }
}

function wholeAndBounded(target: Target, text: string): Result<Target> {
  const amount = 'ms' in target ? target.ms : target.days;
  if (!Number.isInteger(amount)) {
    const whole = 'ms' in target ? 'milliseconds' : 'days';
    return wrong(`'${text}' is not a whole number of ${whole}; round it`);
  }
  if (('ms' in target ? amount / DAY : amount) > LONGEST_DAYS) {
    return wrong(`'${text}' is longer than ten years; give less`);
  }
  return succeeded(target);
}

function wrong(message: string): Result<Target> {
  return refused(invalidInput([{ field: 'target', message }]));
}

/** The instant at which the promise made at `from` ends. */
export function dueOf(target: Target, calendar: BusinessCalendar, from: Instant): Instant {
  switch (target.kind) {
    case 'operating':
      return calendar.addOperatingTime(from, target.ms);
    case 'working-days':
      return calendar.addWorkingDays(from, target.days);
    case 'calendar-days':
      return calendar.addCalendarDays(from, target.days);
    case 'wall':
      return addMilliseconds(from, target.ms);
  }
}

/**
 * As people read it, and as `parseTarget` reads it again: `12 business hours`. With a calendar,
 * whole business days are said as such.
 */
export function describeTarget(target: Target, calendar?: BusinessCalendar): string {
  switch (target.kind) {
    case 'operating': {
      const days = calendar === undefined ? Number.NaN : target.ms / calendar.businessDayMs;
      return Number.isInteger(days)
        ? counted(days, 'business day')
        : inLargestUnit(target.ms, 'business ');
    }
    case 'working-days':
      return counted(target.days, 'working day');
    case 'calendar-days':
      return counted(target.days, 'day');
    case 'wall':
      return inLargestUnit(target.ms, '');
  }
}

function inLargestUnit(ms: number, before: string): string {
  const unit = units.find((each) => Number.isInteger(ms / each.ms));
  return unit === undefined
    ? counted(ms / SECOND, `${before}second`)
    : counted(ms / unit.ms, `${before}${unit.name}`);
}

function counted(amount: number, unit: string): string {
  return `${String(amount)} ${unit}${amount === 1 ? '' : 's'}`;
}

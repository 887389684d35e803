import { Duration } from 'luxon';
import { z } from 'zod';

import type { FieldFault } from '../error/problem.js';
import { DAY } from '../time/instant.js';
import { isDate } from '../time/read-instant.js';
import { faultsOf } from './calendar-fault-texts.js';
import { usualSpan } from './opening-span.js';

export const weekdayNames = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type WeekdayName = (typeof weekdayNames)[number];

/** The calendar of a document, field by field; what fields say of each other is not looked at. */
export function readShape(
  document: unknown,
): { readonly ok: true; readonly calendar: CalendarShape } | Refused {
  const read = calendarShape.safeParse(document);
  return read.success
    ? { ok: true, calendar: read.data }
    : { ok: false, faults: faultsOf(read.error.issues) };
}

interface Refused {
  readonly ok: false;
  readonly faults: readonly FieldFault[];
}

export type CalendarShape = z.output<typeof calendarShape>;

const text = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(200, 'is longer than 200 characters')
  .regex(/^\P{Cc}*$/u, 'holds control characters');

const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'is not a date; write it as 2026-12-24')
  .refine(isDate, 'is not a date between 1970 and 2199');

const timeOfDay = (latestHour: number, remedy: string) =>
  z
    .string()
    .regex(/^\d{1,2}:[0-5]\d$/, 'is not a time; write it as 07:30')
    .transform((time) => time.padStart(5, '0'))
    .refine((time) => time <= `${String(latestHour)}:00`, remedy);

const spanFields = {
  from: timeOfDay(24, 'is not a time of the day').refine(
    (time) => time !== '24:00',
    'is the end of the day; write 00:00 on the next one',
  ),
  to: timeOfDay(48, 'is more than a day later'),
};

const span = z.preprocess(spanFromWords, z.strictObject(spanFields).transform(usualSpan));

const week = z
  .record(z.string(), z.preprocess(spansFromWords, z.array(span).max(24, 'has too many spans')))
  .transform((days, context) => {
    const byWeekday: Partial<Record<number, readonly z.output<typeof span>[]>> = {};
    for (const [key, spans] of Object.entries(days)) {
      const weekday = weekdayOf(key);
      if (weekday === null) {
        context.addIssue({ code: 'custom', path: [key], message: 'is no day; write monday' });
      } else if (byWeekday[weekday] !== undefined) {
        context.addIssue({ code: 'custom', path: [key], message: 'is there twice; join the two' });
      } else byWeekday[weekday] = spans;
    }
    return byWeekday;
  });

const moment = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d[T ]\d\d:[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d\d:[0-5]\d)?$/,
    'is not a time of a date; write it as 2026-12-04T12:00',
  )
  .transform((given) => given.replace(' ', 'T'))
  .refine(
    (given) => isDate(given.slice(0, 10)) && given.slice(11, 16) <= '24:00',
    'is not a time of a date between 1970 and 2199',
  );

const closure = z.union([
  z.strictObject({ date, name: text.default('Closed') }),
  z.strictObject({ from: moment, to: moment, name: text.default('Closed') }),
]);

const calendarShape = z.strictObject({
  name: text.optional(),
  zone: text,
  businessDay: z
    .string()
    .transform((given) => Duration.fromISO(given).toMillis())
    .refine(
      (ms) => Number.isInteger(ms) && ms > 0 && ms <= DAY,
      'is not a duration of at most a day; write it as PT12H or PT7H30M',
    )
    .optional(),
  week,
  holidays: z
    .array(z.preprocess(holidayFromWords, z.strictObject({ date, name: text.default('Holiday') })))
    .max(2_000, 'has too many entries')
    .default([]),
  closures: z.array(closure).max(500, 'has too many entries').default([]),
  extraOpenings: z
    .array(
      z
        .strictObject({ date, ...spanFields, name: text.default('Extra opening') })
        .transform(usualSpan),
    )
    .max(500, 'has too many entries')
    .default([]),
});

/** `mon`, `Monday` and `1` mean the same day. */
function weekdayOf(key: string): number | null {
  const word = key.trim().toLowerCase();
  if (/^[1-7]$/.test(word)) return Number(word);
  const position = weekdayNames.findIndex((name) => name === word || name.slice(0, 3) === word);
  return position === -1 ? null : position + 1;
}

/** A day may be one span, and null says that it is closed. */
function spansFromWords(given: unknown): unknown {
  if (given === null) return [];
  if (!Array.isArray(given)) return [given];
  const pair = given.length === 2 && given.every((each) => /^[\d:]+$/.test(String(each)));
  return pair ? [given] : given;
}

/** `07:00-19:00` and `["07:00", "19:00"]` are spans too. */
function spanFromWords(given: unknown): unknown {
  const times: unknown = typeof given === 'string' ? given.split(/\s*[-–]\s*/) : given;
  if (!Array.isArray(times) || times.length !== 2) return given;
  const [from, to] = times as unknown[];
  return { from, to };
}

function holidayFromWords(given: unknown): unknown {
  return typeof given === 'string' ? { date: given } : given;
}

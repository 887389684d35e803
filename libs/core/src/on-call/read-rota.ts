import { z } from 'zod';

import { emergencyKinds } from '../emergency/emergency-kind.js';
import type { FieldFault } from '../error/problem.js';
import { invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import { HOUR, MINUTE } from '../time/instant.js';
import { readInstant } from '../time/read-instant.js';
import type { Rota, Shift, ShiftTime, WeekTime } from './rota.js';

const name = z.string('is missing').trim().min(1, 'is empty; give the name of a member of staff');
const shiftShape = z.strictObject({
  from: z.string('is missing; as "fri 19:00" or "2026-11-27T19:00:00-05:00"'),
  to: z.string('is missing; as "mon 07:00" or "2026-11-30T07:00:00-05:00"'),
  person: name,
  deputies: z.array(name).max(20).default([]),
  kinds: z.array(z.enum(emergencyKinds)).min(1).optional(),
});
const rotaShape = z.strictObject({
  shifts: z.array(shiftShape).max(1_000, 'has more than 1,000 shifts; leave out those of the past'),
  supervisors: z.array(name).max(20).default([]),
});

/**
 * Reads a rota: `{"shifts": [{"from": "fri 19:00", "to": "mon 07:00", "person": "Bo Lee",
 * "deputies": ["Cy Poe"], "kinds": ["water"]}], "supervisors": ["Ana Ruiz"]}`. Times are weekly in
 * the town's zone, or instants with an offset.
 */
export function readRota(input: unknown): Result<Rota> {
  const read = rotaShape.safeParse(input);
  if (!read.success) return refused(invalidInput(read.error.issues.map(faultOf)));
  const faults: FieldFault[] = [];
  const shifts = read.data.shifts.flatMap((shift, position): Shift[] => {
    const time = shiftTimeOf(shift.from, shift.to);
    if (!('kind' in time)) {
      faults.push({ field: `shifts.${position}.${time.field}`, message: time.message });
      return [];
    }
    const { person, deputies, kinds } = shift;
    return [{ time, person, deputies, kinds: kinds ?? null }];
  });
  if (faults.length > 0) return refused(invalidInput(faults));
  return succeeded({ shifts, supervisors: read.data.supervisors });
}

function faultOf({ path, message, code }: z.core.$ZodIssue): FieldFault {
  const known = code === 'unrecognized_keys' ? 'has a field that a rota does not know' : message;
  return { field: path.join('.'), message: known };
}

function shiftTimeOf(from: string, to: string): ShiftTime | FieldFault {
  const weekly = [weekTimeOf(from), weekTimeOf(to)] as const;
  if (weekly[0] !== null && weekly[1] !== null) {
    const [start, end] = weekly;
    if (start.weekday === end.weekday && start.timeOfDayMs === end.timeOfDayMs) {
      return { field: 'to', message: 'is when the shift begins; it must end at another time' };
    }
    return { kind: 'weekly', from: start, to: end };
  }
  const [startAt, endAt] = [readInstant(from), readInstant(to)];
  if (startAt.kind !== 'instant') return unreadable('from', startAt.kind);
  if (endAt.kind !== 'instant') return unreadable('to', endAt.kind);
  if (endAt.at <= startAt.at) return { field: 'to', message: 'is not after the beginning' };
  return { kind: 'once', startAt: startAt.at, endAt: endAt.at };
}

function unreadable(field: string, kind: 'without-offset' | 'no-instant'): FieldFault {
  return {
    field,
    message:
      kind === 'without-offset'
        ? 'has no offset; write it as 2026-11-27T19:00:00-05:00'
        : 'is no time; write it as "fri 19:00" (both ends) or 2026-11-27T19:00:00-05:00',
  };
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const weekTime = /^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):([0-5]\d)$/i;

function weekTimeOf(text: string): WeekTime | null {
  const [, day = '', hour = '', minute = ''] = weekTime.exec(text.trim()) ?? [];
  const weekday = weekdays.indexOf(day.toLowerCase()) + 1;
  if (weekday === 0) return null;
  return { weekday, timeOfDayMs: Number(hour) * HOUR + Number(minute) * MINUTE };
}

import { defaultCalendar } from '#core/account/default-town';
import type { CalendarDefinition } from '#core/calendar/calendar-definition';
import { readCalendar } from '#core/calendar/calendar-document';
import { invalidInput, notFound } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import type { Instant } from '#core/time/instant';

import type { InputFiles } from '../command/command-context.js';

/** A calendar by its name, or from a file; without either the one that a first start serves. */
export async function calendarOf(
  given: string | undefined,
  files: InputFiles,
): Promise<Result<CalendarDefinition>> {
  if (given === undefined || given === defaultCalendar.name) return succeeded(defaultCalendar);
  const read = await calendarFrom(given, files);
  if (read.ok || read.problem.code !== 'not-found') return read;
  const remedy = `There is no such file, and the only calendar by name is ${defaultCalendar.name}.`;
  return refused(notFound(`The calendar ${given}`, remedy));
}

/** @param savedAt when the calendar is looked at as if it was saved then. */
export async function calendarFrom(
  file: string,
  files: InputFiles,
  savedAt?: Instant,
): Promise<Result<CalendarDefinition>> {
  const content = await files.read(file);
  if (!content.ok) return content;
  const document = jsonOf(content.value, file);
  if (!document.ok) return document;
  const saving = savedAt === undefined ? {} : { saving: { now: savedAt, known: [] } };
  return readCalendar(document.value, { name: file, version: 1, ...saving });
}

export function jsonOf(content: string, file: string): Result<unknown> {
  try {
    return succeeded(JSON.parse(content.replace(/^\ufeff/, '')));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refused(invalidInput([{ field: '', message: `${file} is not JSON: ${why}` }]));
  }
}

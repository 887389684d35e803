import { z } from 'zod';

import { calendarDocument } from '#core/calendar/calendar-document';
import { previewCalendar } from '#core/calendar/calendar-preview';
import { suggestHolidays, type Years } from '#core/calendar/holiday-suggestion';
import { type Instant, instantFromMilliseconds } from '#core/time/instant';

import { type Command, defineCommand, done } from '../command/command.js';
import type { CommandContext } from '../command/command-context.js';
import { previewText } from '../render/preview-text.js';
import { printable, printableJson } from '../render/printable.js';
import { table } from '../render/table.js';
import { calendarFrom, calendarOf } from '../sla/calendar-file.js';

const show = defineCommand({
  name: 'sla calendar show',
  summary: 'Print a calendar in the form that --calendar reads',
  details: ['CALENDAR is a name (default) or a file, which is printed in its full form.'],
  positionals: ['calendar'],
  schema: z.object({ calendar: z.string({ error: 'is missing; take default' }) }),
  run: async ({ calendar }, { files }) => {
    const read = await calendarOf(calendar, files);
    if (!read.ok) return { kind: 'refused', problem: read.problem };
    const document = calendarDocument(read.value);
    return done(document, printable(printableJson(document)));
  },
});

const check = defineCommand({
  name: 'sla calendar check',
  summary: 'Check a calendar as saving it would, and show its next 14 days',
  details: ['Every fault names its field. A closure that lies in the past is one here.'],
  positionals: ['file'],
  schema: z.object({ file: z.string({ error: 'is missing; - is standard input' }) }),
  run: async ({ file }, context) => {
    const now = instantOf(context);
    const read = await calendarFrom(file, context.files, now);
    if (!read.ok) return { kind: 'refused', problem: read.problem };
    const preview = previewCalendar(read.value, now);
    return done({ calendar: calendarDocument(read.value), preview }, previewText(preview));
  },
});

const suggest = defineCommand({
  name: 'sla calendar suggest',
  summary: 'Suggest the holidays of a place, for a person to approve',
  details: [
    'Prints public holidays and the days on which they are kept when they fall on a weekend, in the',
    'form of `holidays` in a calendar. Local customs differ: read every line before you use it.',
  ],
  options: {
    country: { type: 'string', value: 'CODE', help: 'As US' },
    state: { type: 'string', value: 'CODE', help: 'As NC' },
    years: { type: 'string', value: 'YEARS', help: 'As 2026 or 2026-2028' },
  },
  schema: z.object({
    country: z.string({ error: 'is missing; give a code such as US' }).toUpperCase(),
    state: z.string().toUpperCase().optional(),
    years: z
      .string({ error: 'is missing; give them as 2026-2028' })
      .regex(/^\d{4}([-–]\d{4})?$/, 'are written as 2026 or 2026-2028')
      .transform(yearsOf),
  }),
  run: async ({ country, state = null, years }) => {
    // Loaded only here: it brings the holidays of the world along.
    const { holidayLibrary } = await import('#wiring/calendar/holiday-library');
    const suggested = suggestHolidays({ country, state }, years, holidayLibrary());
    if (!suggested.ok) {
      const faults = (suggested.problem.faults ?? []).map(({ field, message }) => ({
        field: `--${field}`,
        message,
      }));
      return { kind: 'wrong-use', faults };
    }
    const rows = suggested.value.map(({ date, name }) => [date, name]);
    return done(suggested.value, table(rows));
  },
});

export const slaCalendarCommands: readonly Command[] = [show, check, suggest];

function instantOf({ now }: CommandContext): Instant {
  return instantFromMilliseconds(now().getTime());
}

function yearsOf(text: string): Years {
  const [first = 0, last = first] = text.split(/[-–]/).map(Number);
  return { first, last };
}

import { z } from 'zod';

import type { Result } from '#core/error/result';

import {
  calendarList,
  calendarPreview,
  changedCalendar,
  savedCalendar,
} from '../../../api/src/staff/sla/sla-answers.js';
import { type Command, type CommandOutcome, defineCommand, done } from '../command/command.js';
import type { CommandContext } from '../command/command-context.js';
import { changedText, changePreviewText } from '../render/calendar-change-text.js';
import { printable, printableJson, printableLine } from '../render/printable.js';
import { table } from '../render/table.js';
import { jsonOf } from '../sla/calendar-file.js';
import { ask, askOnce, withStaffApi } from '../staff-api/ask.js';
import type { StaffApi } from '../staff-api/staff-api.js';

const name = z
  .string({ error: 'is missing' })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'takes a-z, 0-9 and dashes');

const dryRun = { type: 'boolean', help: 'Show what it would do, and change nothing' } as const;
const tell = {
  type: 'boolean',
  help: 'Tell the new time to citizens who were told one that does not hold any more',
} as const;

const list = defineCommand({
  name: 'sla calendar list',
  summary: 'List the calendars that hold in the town',
  schema: z.object({}),
  run: (_input, context) => {
    const request = { method: 'GET', path: '/calendars' } as const;
    return askOnce(context, { request, shape: calendarList }, (answer) => {
      const rows = answer.calendars.map(({ name: shown, version, zone, fault }) => [
        shown,
        String(version),
        zone,
        fault === null ? 'holds' : `holds; the newest cannot be read: ${printableLine(fault)}`,
      ]);
      return done(answer, table([['NAME', 'VERSION', 'ZONE', 'STATE'], ...rows]));
    });
  },
});

const exported = defineCommand({
  name: 'sla calendar export',
  summary: 'Print a calendar as it holds in the town, to edit and import it',
  positionals: ['name'],
  schema: z.object({ name }),
  run: (input, context) => {
    const request = { method: 'GET', path: `/calendars/${input.name}` } as const;
    return askOnce(context, { request, shape: savedCalendar }, ({ calendar }) =>
      done(calendar, printable(printableJson(calendar))),
    );
  },
});

const imported = defineCommand({
  name: 'sla calendar import',
  summary: 'Save a calendar and move the open promises that are counted in it',
  details: [
    'Who imports a calendar approves its holidays. A name that nobody has makes a new calendar.',
    'What is done already stays done: only promises that are still open move.',
  ],
  positionals: ['file'],
  options: {
    name: { type: 'string', value: 'N', help: 'The calendar (default: default)' },
    'dry-run': dryRun,
    tell,
  },
  schema: z.object({
    file: z.string({ error: 'is missing; - is standard input' }),
    name: name.default('default'),
    'dry-run': z.boolean().default(false),
    tell: z.boolean().default(false),
  }),
  run: async (input, context) => {
    const calendar = await jsonFrom(input.file, context);
    if (!calendar.ok) return { kind: 'refused', problem: calendar.problem };
    const path = `/calendars/${input.name}`;
    return withStaffApi(context, async (api) => {
      if (input['dry-run']) {
        return preview(api, context, `${path}/preview`, { calendar: calendar.value });
      }
      const version = await versionOf(api, input.name);
      if (!version.ok) return { kind: 'refused', problem: version.problem };
      const body = { calendar: calendar.value, tellCitizens: input.tell };
      return change(api, { method: 'PUT', path, body, ifMatch: String(version.value) });
    });
  },
});

const close = defineCommand({
  name: 'sla closure add',
  summary: 'Declare a closure, and move the open promises that it touches',
  details: [
    'A whole day: --date 2026-12-04. A part: --from 2026-12-04T12:00 --to 2026-12-04T19:00, in the',
    "calendar's zone unless an offset is given. Declared twice, it is declared once.",
  ],
  options: {
    date: { type: 'string', value: 'DATE', help: 'The whole day, as 2026-12-04' },
    from: { type: 'string', value: 'TIME', help: 'As 2026-12-04T12:00' },
    to: { type: 'string', value: 'TIME', help: 'As 2026-12-04T19:00' },
    name: { type: 'string', value: 'WHY', help: 'As people read it: Snow' },
    calendar: { type: 'string', value: 'N', help: 'The calendar (default: default)' },
    'dry-run': dryRun,
    tell,
  },
  schema: z
    .object({
      date: z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
      name: z.string({ error: 'is missing; say why, as Snow' }),
      calendar: name.default('default'),
      'dry-run': z.boolean().default(false),
      tell: z.boolean().default(false),
    })
    .refine(
      ({ date, from, to }) =>
        date === undefined ? from !== undefined && to !== undefined : (from ?? to) === undefined,
      { path: ['date'], error: 'or --from with --to says when; give one of the two' },
    ),
  run: (input, context) => {
    const { date, from, to, name: why, calendar } = input;
    const closure = { ...(date === undefined ? { from, to } : { date }), name: why };
    const path = `/calendars/${calendar}/closures`;
    return withStaffApi(context, async (api) =>
      input['dry-run']
        ? preview(api, context, `${path}/preview`, { closure })
        : change(api, { method: 'POST', path, body: { closure, tellCitizens: input.tell } }),
    );
  },
});

export const slaChangeCommands: readonly Command[] = [list, exported, imported, close];

async function preview(
  api: StaffApi,
  { zone }: CommandContext,
  path: string,
  body: unknown,
): Promise<CommandOutcome> {
  const answer = await ask(api, { method: 'POST', path, body }, calendarPreview);
  if (!answer.ok) return { kind: 'refused', problem: answer.problem };
  return done(answer.value, changePreviewText(answer.value, zone));
}

async function change(
  api: StaffApi,
  request: Parameters<StaffApi['call']>[0],
): Promise<CommandOutcome> {
  const answer = await ask(api, request, changedCalendar);
  if (!answer.ok) return { kind: 'refused', problem: answer.problem };
  return done(answer.value, changedText(answer.value));
}

/** The version that the import goes on top of; 0 makes a new calendar. */
async function versionOf(api: StaffApi, calendar: string): Promise<Result<number>> {
  const known = await ask(api, { method: 'GET', path: `/calendars/${calendar}` }, savedCalendar);
  if (known.ok) return { ok: true, value: known.value.version };
  return known.problem.code === 'not-found' ? { ok: true, value: 0 } : known;
}

async function jsonFrom(file: string, { files }: CommandContext): Promise<Result<unknown>> {
  const content = await files.read(file);
  return content.ok ? jsonOf(content.value, file) : content;
}

import { z } from 'zod';

import { weekdayNames } from '#core/calendar/calendar-shape';
import { slaClockKinds, slaClockStates } from '#core/sla/sla-clock';

/** What the staff API answers about calendars, policies and clocks. */

const instant = z.iso.datetime();
const calendar = z.record(z.string(), z.unknown());
const rule = z.record(z.string(), z.unknown());

const saved = {
  version: z.int(),
  savedBy: z.string().nullable().meta({
    description: 'Id of who decided it and so approved it; null for what the program ships.',
  }),
};

export const calendarList = z.strictObject({
  calendars: z.array(
    z.strictObject({
      name: z.string(),
      ...saved,
      zone: z.string(),
      fault: z.string().nullable().meta({
        description: 'Why the newest saved version does not hold; the one before does.',
      }),
    }),
  ),
});

export const savedCalendar = z.strictObject({ name: z.string(), ...saved, calendar });

const counts = {
  clocks: z.int().meta({ description: 'Open clocks that are counted in the calendar.' }),
  moved: z.int(),
  breached: z.int().meta({ description: 'Late by the change.' }),
  annulled: z.int().meta({ description: 'Late until the change, and not any more.' }),
  toldOtherwise: z.int().meta({ description: 'Citizens who know a time that does not hold.' }),
};

export const calendarPreview = z.strictObject({
  version: z.int(),
  days: z.array(
    z.strictObject({
      date: z.string(),
      weekday: z.enum(weekdayNames),
      openings: z.array(z.strictObject({ from: z.string(), to: z.string() })),
      note: z.string().nullable(),
    }),
  ),
  ...counts,
  rows: z
    .array(
      z.strictObject({
        number: z.string(),
        kind: z.enum(slaClockKinds),
        dueBefore: instant,
        dueAfter: instant,
        breach: z.enum(['becomes', 'ends']).nullable(),
      }),
    )
    .meta({ description: 'The first 200 that move.' }),
  citizens: z.array(
    z.strictObject({
      account: z.string().nullable(),
      language: z.enum(['en', 'es']),
      count: z.int(),
      example: z.string(),
    }),
  ),
});

export const changedCalendar = z.strictObject({
  version: z.int(),
  ...counts,
  told: z.int(),
  finished: z.boolean().meta({ description: 'False: the worker goes on with what is left.' }),
});

export const savedPolicy = z.strictObject({
  ...saved,
  policy: z.strictObject({ rules: z.array(rule) }),
});

export const policyPreview = z.strictObject({
  version: z.int(),
  rules: z.array(
    z.strictObject({ name: z.string(), before: rule.nullable(), after: rule.nullable() }),
  ),
});

export const changedPolicy = z.strictObject({ version: z.int() });

export const requestClocks = z.strictObject({
  number: z.string(),
  clocks: z.array(
    z.strictObject({
      kind: z.enum(slaClockKinds),
      state: z.enum(slaClockStates),
      startedAt: instant,
      dueAt: instant,
      metAt: instant.nullable(),
      breachedAt: instant.nullable(),
      policy: z.string(),
      policyVersion: z.int(),
      calendar: z.string(),
      calendarVersion: z.int(),
      explanation: z
        .array(z.string())
        .meta({ description: 'Why it is due then, sentence by sentence.' }),
    }),
  ),
});

import { z } from 'zod';

const MAX_NAME = 40;

const closureName = z
  .string('is missing; citizens and colleagues read it')
  .trim()
  .min(1, 'is empty')
  .max(200, 'is longer than 200 characters');

/** Checked in full, field by field, where calendars are read. */
const moment = z.string().max(40);

export const calendarName = z
  .string()
  .max(MAX_NAME, `is longer than ${MAX_NAME} characters`)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'takes a-z, 0-9 and dashes');

const document = z.record(z.string(), z.unknown()).meta({
  description: 'In the form that `townline sla calendar show default` prints.',
});

const tellCitizens = z.boolean().default(false).meta({
  description: 'Tell the new time to those who were told one that does not hold any more.',
});

export const calendarInput = z.strictObject({ calendar: document, tellCitizens });
export const calendarPreviewInput = z.strictObject({ calendar: document });

const closure = z.union(
  [
    z.strictObject({ date: moment, name: closureName }),
    z.strictObject({ from: moment, to: moment, name: closureName }),
  ],
  'is a date and a name, or from, to and a name',
);

export const closureInput = z.strictObject({ closure, tellCitizens });
export const closurePreviewInput = z.strictObject({ closure });

export const policyInput = z.strictObject({ policy: z.record(z.string(), z.unknown()) });

/** As HTTP writes entity tags, or just the number. */
export const versionInput = z
  .string('is missing; give the version that you read, as "3"')
  .regex(/^"?\d{1,9}"?$/, 'is no version; give the one that you read, as "3"')
  .transform((tag) => Number(tag.replaceAll('"', '')));

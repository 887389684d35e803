import { z } from 'zod';

import { DAY, HOUR, MINUTE, SECOND } from '#core/time/instant';

/** One process setting: its name, its default, what it is for, and how its text is read. */
export interface Setting<Value> {
  readonly name: string;
  /** As it would be written in the environment; null when absence means something of its own. */
  readonly default: string | null;
  readonly sentence: string;
  /** Never printed; may also be given as the path of a file under the name with `_FILE`. */
  readonly secret: boolean;
  readonly schema: z.ZodType<Value, string>;
}

type Description = Pick<Setting<unknown>, 'name' | 'sentence'> & { readonly secret?: boolean };

/** A setting that always has a value. */
export function setting<Value>(
  description: Description,
  schema: z.ZodType<Value, string>,
  fallback: string,
): Setting<Value> {
  return { secret: false, ...description, default: fallback, schema };
}

/** A setting whose absence is a choice. */
export function optionalSetting<Value>(
  description: Description,
  schema: z.ZodType<Value, string>,
): Setting<Value | null> {
  return { secret: false, ...description, default: null, schema };
}

export const text = z.string().min(1, 'is empty; give a value or leave it out');

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port; write a number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'is not a port; write a number from 0 to 65535');

export const count = z
  .string()
  .regex(/^\d{1,12}$/, 'is not a whole number; write digits only')
  .transform(Number);

export const positiveCount = count.refine((value) => value > 0, 'is 0; write 1 or more');

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  d: DAY,
};
const DURATION = /^(\d{1,9})(ms|s|m|h|d)$/;
const DURATION_REMEDY = 'is not a duration; write a number with ms, s, m, h or d, as in 25ms';

/** Milliseconds, written as `25ms`, `2m`, `5d`. */
export const duration = z.string().regex(DURATION, DURATION_REMEDY).transform(millisecondsOf);

/** One that must stay short, because a promise rests on it. */
export function durationUpTo(mostMs: number) {
  return duration.refine((value) => value <= mostMs, {
    error: `is longer than ${String(mostMs / SECOND)}s; shorten it`,
  });
}

export const durations = z
  .string()
  .refine((value) => value.split(',').every((part) => DURATION.test(part.trim())), {
    error: 'is not a list of durations; write them with commas, as in 30s,2m,10m',
  })
  .transform((value): readonly number[] =>
    value.split(',').map((part) => millisecondsOf(part.trim())),
  );

/** Wall-clock times of the town. */
export const dailySpan = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
    'is not a span of the day; write two times, as in 21:00-07:00',
  )
  .transform((value) => ({ from: value.slice(0, 5), to: value.slice(6) }));

export function address(...protocols: readonly string[]) {
  const remedy = `is not an address; it begins with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`;
  return z.string().refine((value) => {
    if (!URL.canParse(value)) return false;
    return protocols.includes(new URL(value).protocol.slice(0, -1));
  }, remedy);
}

export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

function millisecondsOf(written: string): number {
  const [, digits = '0', unit = 'ms'] = DURATION.exec(written) ?? [];
  return Number(digits) * (unitsMs[unit] ?? 1);
}

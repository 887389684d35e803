import { z } from 'zod';

import { dutyOutcomes } from '#core/emergency/duty-report';
import { emergencyKinds } from '#core/emergency/emergency-kind';

const MAX_LIST = 200;
const MAX_WORDS = 200;

export const emergencyListInput = z.strictObject({
  waiting: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Those only that nobody has acknowledged.' }),
  limit: z.coerce.number().int().min(1).max(MAX_LIST).default(50),
});

export const flagInput = z.strictObject({
  kind: z.enum(emergencyKinds, `must be one of ${emergencyKinds.join(', ')}`),
});

/** Read and checked by the core, which names every field at fault. */
export const rotaInput = z.looseObject({});

const words = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(MAX_WORDS, `is longer than ${MAX_WORDS} characters; shorten it`);

export const dutyInput = z.strictObject({
  outcome: z.enum(dutyOutcomes, `must be one of ${dutyOutcomes.join(', ')}`),
  spokeTo: words.optional(),
  at: z.iso.datetime({ offset: true, error: 'must be a time, as 2026-11-23T21:10:00-05:00' }),
  gallons: z.int().min(0, 'is negative').max(2_000_000_000).optional(),
  waterBody: words.optional(),
  cause: z.string().trim().max(2_000, 'is longer than 2,000 characters; shorten it').optional(),
});

import { z } from 'zod';

const name = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(64, 'is longer than 64 characters')
  .regex(/^\P{Cc}*$/u, 'holds control characters');

const target = z.string({ error: 'is not a text, as "1 business day"' });

const warnAt = z
  .array(z.int('is not a whole number').min(1, 'is below 1 percent').max(99, 'is above 99 percent'))
  .refine(isAscending, 'does not ascend; write the thresholds in order, each once');

const escalation = z.strictObject({
  after: target,
  notify: z.array(name).min(1, 'names nobody; name a person or a role, as "role:supervisor"'),
});

const rule = z.strictObject({
  name,
  when: z
    .strictObject({ service: name.optional(), priority: name.optional(), channel: name.optional() })
    .prefault({}),
  calendar: name.default('default'),
  targets: z.strictObject({
    firstResponse: target,
    nextResponse: target,
    resolution: target.optional(),
    duty: target.optional(),
  }),
  warnAt: warnAt.default([50, 75, 90]),
  escalations: z.array(escalation).min(1, 'is empty; somebody must hear of a breach'),
  emergency: z.boolean().default(false),
});

/** A policy as a document says it, field by field. */
export const policyShape = z.strictObject({
  rules: z.array(rule).min(1, 'is empty; give at least one rule'),
});

export type PolicyShape = z.output<typeof policyShape>;
export type RuleShape = PolicyShape['rules'][number];

function isAscending(percentages: readonly number[]): boolean {
  return percentages.every((percent, at) => at === 0 || percent > (percentages[at - 1] ?? 0));
}

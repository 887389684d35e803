import { z } from 'zod';

import { staffRoles } from '#core/staff/staff-store';

const name = z
  .string('is missing')
  .trim()
  .min(1, 'is empty')
  .max(200, 'is longer than 200 characters')
  .refine((text) => !/\p{Cc}/u.test(text), { error: 'has characters that are no text' });

const address = z.strictObject({
  /** As the accounts of the town name it. */
  kind: z.string().regex(/^[a-z][a-z-]{0,31}$/, 'takes a-z and dashes'),
  address: z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(255, 'is longer than 255 characters')
    .refine((text) => !/\p{Cc}/u.test(text), { error: 'has characters that are no text' }),
});

export const newPersonInput = z.strictObject({
  name,
  role: z.enum(staffRoles, `must be one of ${staffRoles.join(', ')}`),
  addresses: z.array(address).max(10).default([]),
});

export const addressesInput = z.strictObject({
  add: z.array(address).max(10).default([]),
  remove: z.array(address).max(10).default([]),
});

import { z } from 'zod';

import { staffRoles } from '#core/staff/staff-store';

export const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(staffRoles),
  addresses: z.array(z.strictObject({ kind: z.string(), address: z.string() })),
});

export const people = z.strictObject({ staff: z.array(person) });

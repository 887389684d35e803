import { z } from 'zod';

import { requestStatuses } from '#core/request/status';

export const takenCall = z.strictObject({
  number: z.string().meta({ description: 'What the caller is told before the call ends.' }),
  status: z.enum(requestStatuses),
  expectedAt: z.iso.datetime().nullable().meta({
    description: 'By when they hear from a person; null when they were answered on the spot.',
  }),
  messageId: z.string(),
});

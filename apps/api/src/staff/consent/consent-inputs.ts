import { z } from 'zod';

import { consentScopes } from '#core/consent/opt-out';

export const addressInput = z.strictObject({
  kind: z
    .string()
    .regex(/^[a-z][a-z-]{0,31}$/, 'takes a-z and dashes')
    .default('phone')
    .meta({ description: 'As the accounts of the town name it.' }),
  address: z.string().trim().min(1, 'is empty').max(255, 'is longer than 255 characters').meta({
    description: 'A phone number in any spelling, as 919-555-0142.',
  }),
});

export const toldConsentInput = z.strictObject({
  action: z.enum(['opted-out', 'opted-in']),
  scope: z.enum(consentScopes).default('channel').meta({
    description: 'What is meant: this request, the account it came to, or the address as a whole.',
  }),
  words: z.string().min(1).max(500).meta({ description: 'As the citizen said it.' }),
});

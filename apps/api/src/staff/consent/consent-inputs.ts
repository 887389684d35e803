import { z } from 'zod';

import { consentScopes } from '#core/consent/opt-out';

export const toldConsentInput = z.strictObject({
  action: z.enum(['opted-out', 'opted-in']),
  scope: z.enum(consentScopes).default('channel').meta({
    description: 'What is meant: this request, the account it came to, or the address as a whole.',
  }),
  words: z.string().min(1).max(500).meta({ description: 'As the citizen said it.' }),
});

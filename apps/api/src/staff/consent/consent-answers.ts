import { z } from 'zod';

import { consentActions } from '#core/consent/consent-entry';
import { consentScopes, consentSources } from '#core/consent/opt-out';

const instant = z.iso.datetime();
const channelAccount = z
  .string()
  .nullable()
  .meta({ description: 'Code of the account that is meant, or where it was said.' });

export const optOut = z.strictObject({
  scope: z.enum(consentScopes),
  source: z.enum(consentSources),
  channelAccount,
  at: instant,
});

export const consentRecord = z.strictObject({
  kind: z.string(),
  address: z.string(),
  optOuts: z
    .array(optOut)
    .meta({ description: 'What must not be sent now; empty: everything may.' }),
  entries: z
    .array(
      z.strictObject({
        id: z.string(),
        action: z.enum(consentActions),
        scope: z.enum(consentScopes).nullable(),
        source: z.enum(consentSources),
        channelAccount,
        words: z.string().nullable(),
        messageId: z.string().nullable(),
        staffName: z.string().nullable(),
        at: instant,
      }),
    )
    .meta({ description: 'All that was ever said, the oldest first; never changed.' }),
});

export const consentRecorded = z.strictObject({
  action: z.enum(['opted-out', 'opted-in']),
  scope: z.enum(consentScopes),
});

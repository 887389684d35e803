import { z } from 'zod';

import { numberLimitFields } from '../number-limits.js';
import { phoneNumber, twilioAccountFields } from '../twilio-settings.js';

/** One number of the town that is called. */
export const voiceTwilioSettings = z.strictObject({
  ...twilioAccountFields,
  number: phoneNumber.describe('Our number, as +19195550100.'),
  forwardTo: phoneNumber
    .optional()
    .describe(
      'Where calls ring in opening hours, as +19195550100. Left out: callers choose and leave a message, as after hours.',
    ),
  emergencyNumber: z
    .string()
    .regex(/^\d{3,15}$/, 'Write the number in digits, as 911.')
    .default('911')
    .describe('What callers in danger are told to call.'),
  emergencyKind: z
    .enum(['water', 'sewer'], 'Write water or sewer.')
    .default('water')
    .describe(
      'As what a call counts whose caller presses 1: `sewer` also begins the duty to report a spill.',
    ),
  voicemailSeconds: z
    .int()
    .min(10)
    .max(600)
    .default(180)
    .describe('How long one message may be, in seconds.'),
  ...numberLimitFields,
});

export type VoiceTwilioSettings = z.output<typeof voiceTwilioSettings>;

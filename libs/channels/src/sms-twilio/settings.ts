import { z } from 'zod';

import { numberLimitFields } from '../number-limits.js';
import { phoneNumber, twilioAccountFields } from '../twilio-settings.js';
import { optOutHandlings } from './keyword-answers.js';

/** Where files of messages lie; the API itself sends there (twilio.com/docs/messaging/api/media-resource). */
const USUAL_MEDIA_HOSTS = [
  'api.twilio.com',
  'mms.twiliocdn.com',
  'media.twiliocdn.com',
  's3-external-1.amazonaws.com',
];

/** One number of the town, or a messaging service with several. */
export const smsTwilioSettings = z
  .strictObject({
    ...twilioAccountFields,
    number: phoneNumber.optional().describe('Our number, as +19195550100.'),
    messagingServiceSid: z
      .string()
      .regex(
        /^MG[0-9a-f]{32}$/,
        'Copy the SID of the messaging service: MG and 32 letters or digits.',
      )
      .optional()
      .describe('Messaging service that sends; needed where several numbers share the work.'),
    mediaHosts: z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9.-]{1,253}$/,
            'Write names of hosts in lower case, such as api.twilio.com.',
          ),
      )
      .max(20)
      .default(USUAL_MEDIA_HOSTS)
      .describe('Hosts that files of messages may be fetched from; no others are asked.'),
    optOutHandling: z
      .enum(optOutHandlings)
      .default('default')
      .describe(
        'Who answers STOP, START and HELP: default (Twilio, to its usual words), advanced (Twilio, as the messaging service says) or none (the town).',
      ),
    ...numberLimitFields,
  })
  .superRefine(({ number, messagingServiceSid }, context) => {
    if (number === undefined && messagingServiceSid === undefined) {
      context.addIssue({ code: 'custom', path: ['number'], message: NO_SENDER });
    }
  });

const NO_SENDER = 'Give our number, or the SID of the messaging service that sends.';

export type SmsTwilioSettings = z.output<typeof smsTwilioSettings>;

import { z } from 'zod';

import { numberLimitFields } from '../number-limits.js';

const id = z
  .string()
  .regex(/^\d{5,20}$/, 'Write the id as digits; the WhatsApp Manager shows it under the number.');

const languageCode = z
  .string()
  .regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, 'Write the language of the template, such as en_US.');

const ENCRYPTED = /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])([:/]|$))/;

const template = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9_]{1,512}$/, 'Write the name of the approved template, such as request_update.')
    .describe('Name of an approved utility template whose text has one parameter, `{{1}}`.'),
  languages: z
    .strictObject({
      en: languageCode.optional().describe('Its English translation, such as `en_US`.'),
      es: languageCode.optional().describe('Its Spanish translation, such as `es`.'),
    })
    .refine(({ en, es }) => en !== undefined || es !== undefined, {
      error: 'Name at least one translation: en, es or both.',
    })
    .describe('The approved translations, by the language of the citizen.'),
});

/** One number of the town at the WhatsApp Cloud API. */
export const whatsAppSettings = z.strictObject({
  phoneNumberId: id.describe('Id of the number that sends and receives; not the number itself.'),
  businessAccountId: id.describe('Id of the WhatsApp Business account that holds the number.'),
  accessToken: z
    .string()
    .min(20, 'Paste the whole token of a system user.')
    .max(1_000)
    .meta({ secret: true })
    .describe('Token of a system user that may send and manage messages.'),
  appSecrets: z
    .array(
      z.string().regex(/^[!-~][ -~]{14,198}[!-~]$/, 'Paste the app secret from the app dashboard.'),
    )
    .min(1)
    .max(3)
    .meta({ secret: true })
    .describe('App secrets that sign webhooks; two while one is being replaced.'),
  verifyToken: z
    .string()
    .min(16, 'Make up at least 16 characters and write the same into the app dashboard.')
    .max(200)
    .meta({ secret: true })
    .describe('What the app dashboard must say when it sets the webhook up.'),
  template: template
    .optional()
    .describe('What carries an answer later than 24 hours after the citizen’s last message.'),
  ...numberLimitFields,
  messagesPerSecond: z
    .int()
    .min(1)
    .max(1_000)
    .default(80)
    .describe('What Meta grants the number; 20 where it is also used in the app on a phone.'),
  apiBaseUrl: z
    .url({ protocol: /^https?$/, error: 'Write an address such as https://graph.facebook.com.' })
    .max(1_000)
    .regex(ENCRYPTED, 'Write https://…: only on this machine may it be http.')
    .transform((address) => address.replace(/\/+$/, ''))
    .default('https://graph.facebook.com')
    .describe('Where the Graph API is called.'),
  apiVersion: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,2}$/, 'Write a version such as v25.0.')
    .default('v25.0')
    .describe('Version of the Graph API.'),
  mediaHosts: z
    .array(
      z
        .string()
        .regex(
          /^(\*\.)?[a-z0-9.-]{1,250}(:\d{1,5})?$/,
          'Write a host name; *.example.com for all below it.',
        ),
    )
    .min(1)
    .max(20)
    .default(['lookaside.fbsbx.com', '*.whatsapp.net', '*.fbcdn.net'])
    .describe('Hosts that attachments are fetched from; no other is called.'),
});

export type WhatsAppSettings = z.output<typeof whatsAppSettings>;
export type TemplateSettings = NonNullable<WhatsAppSettings['template']>;

import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import { z } from 'zod';

import type { Normalised, NormalisedMessage } from '#core/channel/normalised';
import { type Billing, MICROS } from '#core/spend/billing';

/** For `addressBlocks` of a channel: a plus and eight digits begin the thousand numbers of one block. */
export const phoneBlocks = { phone: 9 } as const;

/**
 * Settings of every account that sends to phone numbers: how fast, where to and for how much. A
 * long code of the United States carries one text a second (twilio.com/docs/messaging, "MPS").
 */
export const numberLimitFields = {
  messagesPerSecond: z
    .number()
    .min(0.05)
    .max(1_000)
    .default(1)
    .describe('Messages a second that the number may send; what is urgent takes the next turn.'),
  allowedCountries: z
    .array(
      z.custom<CountryCode>(
        (value) => typeof value === 'string' && isSupportedCountry(value),
        'Write countries as two capital letters, for example US.',
      ),
    )
    .min(1)
    .max(250)
    .default(['US', 'CA'])
    .describe(
      'Countries that messages go to. The country code 1 alone is none of them: it covers islands with premium numbers, which are countries of their own (PR, JM, DO).',
    ),
  price: z
    .strictObject({
      perPart: z
        .number()
        .min(0)
        .max(100)
        .describe('Price of one text segment, or of one message or call where there are none.'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'Write the currency as three capital letters, for example USD.')
        .default('USD'),
    })
    .optional()
    .describe('What sending costs, carrier fees included; without it nothing is counted.'),
  dailyCap: z
    .number()
    .positive()
    .max(1_000_000)
    .optional()
    .describe(
      'Most money a day of the town. Administrators are told at 80 percent; at the cap automatic texts stop until midnight, answers of people and emergencies go on. Takes a price.',
    ),
};

type NumberLimits = z.output<z.ZodObject<typeof numberLimitFields>>;

const SECONDS_A_MINUTE = 60;

/** For `pacing` of a channel's definition. */
export function numberPacing({ messagesPerSecond }: Pick<NumberLimits, 'messagesPerSecond'>): {
  readonly perMinute: number;
} {
  return { perMinute: Math.max(1, Math.floor(messagesPerSecond * SECONDS_A_MINUTE)) };
}

/** For `billing` of a channel's definition. */
export function numberBilling({
  price,
  dailyCap,
}: Pick<NumberLimits, 'price' | 'dailyCap'>): Billing | null {
  if (price === undefined) return null;
  return {
    microsPerPart: Math.round(price.perPart * MICROS),
    currency: price.currency,
    dailyCapMicros: dailyCap === undefined ? null : Math.round(dailyCap * MICROS),
  };
}

/**
 * Why nothing is sent to a number; null when it may be texted and called. To be asked before any
 * call to the provider: premium and foreign numbers are how others are made to pay (SMS pumping).
 */
export function refusedNumber(
  number: string,
  { allowedCountries }: Pick<NumberLimits, 'allowedCountries'>,
): string | null {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.isPossible() !== true) return 'this is no phone number that can be reached';
  if (parsed.countryCallingCode === '1' && PREMIUM.test(parsed.nationalNumber)) {
    return 'this is a premium number; the account sends to none';
  }
  const { country } = parsed;
  if (country !== undefined && allowedCountries.includes(country)) return null;
  const where = country ?? 'an unknown country';
  return `the number is of ${where}; the account sends to ${allowedCountries.join(', ')} only (setting allowedCountries)`;
}

/**
 * What an envelope says, heeding the settings: whoever writes from a number that the account sends
 * nothing to has a request like anybody, and gets no automatic text.
 */
export function heedingCountries<Said extends Normalised>(
  said: Said,
  settings: Pick<NumberLimits, 'allowedCountries'>,
): Said | NormalisedMessage {
  if (said.kind !== 'message' || said.sender.kind !== 'phone') return said;
  const refusal = refusedNumber(said.sender.address, settings);
  return refusal === null ? said : { ...said, answerable: false };
}

/** Area code 900 and exchange 976 of the North American plan are billed to whoever calls. */
const PREMIUM = /^(900|\d{3}976)/;

import { type CountryCode, isSupportedCountry } from 'libphonenumber-js';
import { z } from 'zod';

export const webFormSettings = z.strictObject({
  /** Country of phone numbers that are written without one (ISO 3166-1, two capital letters). */
  phoneCountry: z
    .custom<CountryCode>(
      (value) => typeof value === 'string' && isSupportedCountry(value),
      'Write a country as two capital letters, for example US.',
    )
    .default('US'),
});

export type WebFormSettings = z.output<typeof webFormSettings>;

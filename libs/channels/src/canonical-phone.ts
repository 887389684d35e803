import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import { z } from 'zod';

/** E.164, so that it equals the same number on other channels; null when it can be no number. */
export function canonicalPhone(typed: string, country: CountryCode): string | null {
  const parsed = parsePhoneNumberFromString(typed, country);
  return parsed?.isPossible() === true ? parsed.number : null;
}

/** Country of phone numbers that are written without one (ISO 3166-1, two capital letters). */
export const phoneCountry = z
  .custom<CountryCode>(
    (value) => typeof value === 'string' && isSupportedCountry(value),
    'Write a country as two capital letters, for example US.',
  )
  .default('US');

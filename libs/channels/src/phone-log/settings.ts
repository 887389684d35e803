import { z } from 'zod';

import { phoneCountry } from '../canonical-phone.js';

export const phoneLogSettings = z.strictObject({
  /** Country of phone numbers that are written without one (ISO 3166-1, two capital letters). */
  phoneCountry,
});

export type PhoneLogSettings = z.output<typeof phoneLogSettings>;

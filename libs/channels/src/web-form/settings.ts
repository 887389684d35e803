import { z } from 'zod';

import { phoneCountry } from '../canonical-phone.js';

export const webFormSettings = z.strictObject({
  /** Country of phone numbers that are written without one (ISO 3166-1, two capital letters). */
  phoneCountry,
});

export type WebFormSettings = z.output<typeof webFormSettings>;

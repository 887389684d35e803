import { z } from 'zod';

/**
 * What a person fills in for one account. Strict, so that a mistyped name is refused and not
 * ignored. Fields marked secret are never shown again; all settings are encrypted at rest.
 */
export const templateSettings = z.strictObject({
  /** Every channel has one, so that an account can be pointed at a simulated provider. */
  apiBaseUrl: z.url({ protocol: /^https?$/ }),
  apiKey: z.string().min(16).meta({ secret: true }),
  /** Signs what the provider sends to us. */
  webhookSecret: z.string().min(16).meta({ secret: true }),
});

export type TemplateSettings = z.output<typeof templateSettings>;

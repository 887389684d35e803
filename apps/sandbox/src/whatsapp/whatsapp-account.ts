import { z } from 'zod';

/** What the sandbox needs to know of the account whose WhatsApp it plays. */
export const whatsAppSettings = z.object({
  phoneNumberId: z.string(),
  businessAccountId: z.string(),
  accessToken: z.string(),
  appSecrets: z.array(z.string()).min(1),
  verifyToken: z.string(),
});

export interface WhatsAppAccount {
  readonly code: string;
  readonly title: string;
  readonly settings: z.output<typeof whatsAppSettings>;
}

/** The town's number at the sandbox, as webhooks and the Graph API show it. */
export const townNumber = { digits: '19195550100', shown: '+1 919-555-0100', name: 'Fairmill 311' };

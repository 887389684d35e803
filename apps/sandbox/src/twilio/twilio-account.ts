import { z } from 'zod';

import type { SandboxedAccount } from '../order.js';

export const TEXTING_CHANNEL = 'sms-twilio';
export const VOICE_CHANNEL = 'voice-twilio';

const TOWN_NUMBER = '+19195550100';

/** What the sandbox needs to know of an account at the provider it plays, and of how its number is set up there. */
const twilioSettings = z.object({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/i),
  /** The first is the primary one: it signs (webhooks-security). */
  authTokens: z.array(z.string().min(1)).min(1),
  number: z.string().default(TOWN_NUMBER),
  messagingServiceSid: z.string().nullish(),
  apiBaseUrl: z.url(),
  publicUrl: z.url().nullish(),
  fallbackUrl: z.url().nullish(),
  /** Connection overrides, as `rc=3&rp=all&rt=5000` stands in the fragment of a webhook's address. */
  webhookOverrides: z.string().default(''),
  /** Who answers STOP, START and HELP; `advanced` says so to the webhook, `none` leaves it to the town. */
  optOutHandling: z.enum(['default', 'advanced', 'none']).default('default'),
});

export type TwilioSettings = z.output<typeof twilioSettings>;

export interface TwilioAccount {
  readonly channel: string;
  readonly code: string;
  readonly settings: TwilioSettings;
  /** The address of its webhook as the town gave it: what is signed. */
  readonly webhookUrl: string;
}

/** @param townUrl where the webhooks lie when the account names no public address. */
export function twilioAccount(account: SandboxedAccount, townUrl: string): TwilioAccount {
  const settings = twilioSettings.parse(account.settings);
  const publicUrl = (settings.publicUrl ?? townUrl).replace(/\/+$/, '');
  const { channel, code } = account;
  return { channel, code, settings, webhookUrl: `${publicUrl}/webhooks/${code}` };
}

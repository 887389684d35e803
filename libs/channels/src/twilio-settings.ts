import { z } from 'zod';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

export const phoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'Write the number as +19195550100: a plus, the country, no blanks.');

/** Fields that every account at Twilio has, whether it texts or calls. */
export const twilioAccountFields = {
  accountSid: z
    .string()
    .regex(
      /^AC[0-9a-f]{32}$/,
      'Copy the Account SID from the console: AC and 32 letters or digits.',
    )
    .describe('Account SID, from the first page of the console.'),
  authTokens: z
    .array(
      z
        .string()
        .regex(/^[0-9a-f]{32}$/, 'Copy the auth token from the console: 32 letters or digits.'),
    )
    .min(1)
    .max(3)
    .meta({ secret: true })
    .describe(
      'Auth tokens: the first is used, all of them verify what comes in. While one is being replaced, write the new one first and the old one after it.',
    ),
  apiBaseUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .refine(isSafeAddress, 'Write https://…: only on this machine may it be http.')
    .default('https://api.twilio.com')
    .describe('Where the API is; another place only for trying things out.'),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .refine(hasOnlyAPath, 'Write the address without a query: https://311.example.gov.')
    .optional()
    .describe(
      'How the provider reaches this town, as https://311.example.gov: its calls are signed for exactly this address. Left out: the public address of the town.',
    ),
};

export type TwilioAccount = z.output<z.ZodObject<typeof twilioAccountFields>>;

/** Whether an address leads to this machine: configured so for the sandbox and for tests. */
export function leadsToThisMachine(address: string): boolean {
  return LOOPBACK.has(new URL(address).hostname);
}

/** Where the provider calls an account: to the character what it signs for. */
export function webhookAddress(publicUrl: string, accountCode: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/webhooks/${accountCode}`;
}

/** Whether the provider can call an address of ours: it takes no order that names another one. */
export function canBeCalledAt(address: string, { apiBaseUrl }: Pick<TwilioAccount, 'apiBaseUrl'>) {
  return leadsToThisMachine(apiBaseUrl) || address.startsWith('https:');
}

function isSafeAddress(address: string): boolean {
  return address.startsWith('https:') || leadsToThisMachine(address);
}

function hasOnlyAPath(address: string): boolean {
  const { search, hash, username } = new URL(address);
  return search === '' && hash === '' && username === '';
}

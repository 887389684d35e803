import { createHash } from 'node:crypto';

import type { SandboxPlace } from '#core/channel/definition';

/** Numbers of the form 555-01xx are given to nobody (NANPA). */
export const SANDBOX_NUMBER = '+19195550100';

/** An account at the provider that the sandbox plays; ids and token come from what only the two know. */
export function sandboxTwilioFields({ origin, townUrl, secret }: SandboxPlace) {
  const token = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    .toString('hex')
    .slice(0, 32);
  const id = createHash('sha256').update(`account ${secret}`).digest('hex').slice(0, 32);
  return {
    accountSid: `AC${id}`,
    authTokens: [token],
    apiBaseUrl: `${origin}/twilio`,
    publicUrl: townUrl,
  };
}

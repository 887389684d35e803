import { createHmac } from 'node:crypto';

import type { SandboxAccount } from '#core/channel/definition';

import type { whatsAppSettings } from './settings.js';

/** A number at the sandbox: it plays the Graph API below `/whatsapp` and reaches nobody. */
export const sandboxAccount: SandboxAccount<typeof whatsAppSettings> = {
  code: 'whatsapp',
  title: 'WhatsApp (sandbox)',
  settings: ({ origin, secret }) => ({
    phoneNumberId: digitsOf(secret, 'phone-number'),
    businessAccountId: digitsOf(secret, 'business-account'),
    accessToken: hexOf(secret, 'access-token'),
    appSecrets: [hexOf(secret, 'app-secret').slice(0, 32)],
    verifyToken: hexOf(secret, 'verify-token').slice(0, 32),
    template: { name: 'request_update', languages: { en: 'en_US', es: 'es' } },
    apiBaseUrl: `${origin}/whatsapp`,
    mediaHosts: [new URL(origin).host],
  }),
};

function hexOf(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('hex');
}

/** Fifteen digits, as the ids of Meta have. */
function digitsOf(secret: string, purpose: string): string {
  const digest = createHmac('sha256', secret).update(purpose).digest();
  return `1${String(digest.readUIntBE(0, 6) % 1e14).padStart(14, '0')}`;
}

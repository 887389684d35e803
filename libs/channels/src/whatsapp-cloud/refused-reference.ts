import { refusedNumber } from '../number-limits.js';
import type { ChannelReference } from './channel-reference.js';
import type { WhatsAppSettings } from './settings.js';

/** Why nothing is sent there; null when it may be. A user id without a number begins with its country. */
export function refusedReference(
  { phone, userId }: Pick<ChannelReference, 'phone' | 'userId'>,
  settings: Pick<WhatsAppSettings, 'allowedCountries'>,
): string | null {
  if (phone !== null) return refusedNumber(`+${phone}`, settings);
  const country = userId?.slice(0, 2) ?? 'an unknown country';
  const { allowedCountries } = settings;
  if (allowedCountries.some((allowed) => allowed === country)) return null;
  return `the user is of ${country}; the account sends to ${allowedCountries.join(', ')} only (setting allowedCountries)`;
}

import type { Recipient } from '#core/channel/adapter';

import { canonicalPhone } from '../canonical-phone.js';
import { refusedNumber } from '../number-limits.js';
import type { SmsTwilioSettings } from './settings.js';

/** A text needs no more than a number; a subject is of no use to it. */
export function addressTo(
  { kind, address }: Recipient,
  settings: Pick<SmsTwilioSettings, 'allowedCountries'>,
): string | null {
  const number = kind === 'phone' ? canonicalPhone(address, 'US') : null;
  return number !== null && refusedNumber(number, settings) === null ? number : null;
}

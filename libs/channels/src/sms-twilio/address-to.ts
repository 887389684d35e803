import type { Recipient } from '#core/channel/adapter';

import { refusedNumber } from '../number-limits.js';
import { phoneNumberOf } from './address.js';
import type { SmsTwilioSettings } from './settings.js';

/** A text needs no more than a number; a subject is of no use to it. */
export function addressTo(
  { kind, address }: Recipient,
  settings: Pick<SmsTwilioSettings, 'allowedCountries'>,
): string | null {
  const isNumber = kind === 'phone' && phoneNumberOf(address) === address;
  return isNumber && refusedNumber(address, settings) === null ? address : null;
}

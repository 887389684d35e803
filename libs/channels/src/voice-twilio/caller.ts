import type { SenderAddress } from '#core/channel/normalised';

import { phoneNumber } from '../twilio-settings.js';

/**
 * What stands in place of a number that is not shown: the words ANONYMOUS, RESTRICTED, UNAVAILABLE,
 * UNKNOWN and BLOCKED as typed on a phone (support article "Why am I getting calls from these strange
 * numbers?").
 */
const hiddenNumbers: ReadonlySet<string> = new Set([
  '+266696687',
  '+7378742833',
  '+86282452253',
  '+8566696',
  '+2562533',
]);

/** The number that calls; null when it is not shown. */
export function shownNumber(from: string): string | null {
  return phoneNumber.safeParse(from).success && !hiddenNumbers.has(from) ? from : null;
}

export interface CallingParty {
  readonly callSid: string;
  readonly from: string;
  /** What the carriers found about the number (STIR/SHAKEN), as `TN-Validation-Failed-A`. */
  readonly verification: string;
}

/**
 * Who calls: by their number, unless it is hidden or the carriers found it forged. Then the call is
 * all that is known, and nobody else can be taken for its caller.
 */
export function senderOf({ callSid, from, verification }: CallingParty): SenderAddress {
  const number = shownNumber(from);
  const isForged = verification.startsWith('TN-Validation-Failed');
  if (number !== null && !isForged) return { kind: 'phone', address: number, authentic: true };
  const claims = number === null ? [] : [{ kind: 'phone', address: number }];
  return { kind: 'call', address: callSid, authentic: true, claims };
}

import type { DeliveryFailure } from '../channel/delivery.js';
import type { DeliveryReceipt } from '../channel/normalised.js';

/** Why a person's answer did not reach the citizen by one way. */
export const refusals = [
  'opted-out',
  'window-closed',
  'recipient-gone',
  'out-of-reach',
  'unexplained',
  'rejected',
  'given-up',
  'not-delivered',
  'not-confirmed',
] as const;
export type Refusal = (typeof refusals)[number];

/**
 * What another way may mend: the channel will not take an answer to this citizen. The others want a
 * person's eyes: the words may be at fault, or may have arrived.
 */
export function isLaddered(refusal: Refusal): boolean {
  switch (refusal) {
    case 'opted-out':
    case 'window-closed':
    case 'recipient-gone':
    case 'out-of-reach':
      return true;
    case 'unexplained':
    case 'rejected':
    case 'given-up':
    case 'not-delivered':
    case 'not-confirmed':
      return false;
  }
}

/** What time may mend: the same way is tried again (see `tryAgainAt`). */
export function isRepeated(refusal: Refusal): boolean {
  return refusal === 'out-of-reach' || refusal === 'unexplained';
}

/** What the end of an attempt's failure means for the answer. */
export function refusalOf({ kind }: Pick<DeliveryFailure, 'kind'>): Refusal {
  switch (kind) {
    case 'opted-out':
    case 'window-closed':
    case 'recipient-gone':
    case 'rejected':
      return kind;
    case 'transient':
    case 'rate-limited':
    case 'unauthorised':
      return 'given-up';
  }
}

/** What a provider's later word means; null when it is good news. */
export function refusalBy(receipt: DeliveryReceipt): Refusal | null {
  if (receipt.status !== 'failed') return null;
  if (receipt.optedOut === true) return 'opted-out';
  if (receipt.windowClosed === true) return 'window-closed';
  if (receipt.addressGone === true) return 'recipient-gone';
  return receipt.tryAgain ?? 'not-delivered';
}

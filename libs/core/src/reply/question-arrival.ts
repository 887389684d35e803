import type { LiveAccount } from '../account/channel-accounts.js';
import type { QuestionArrival } from '../request/records.js';

/** Where no receipt says that words arrived, nothing more is known than that they were taken (ADR 0025). */
export function arrivalOn(account: LiveAccount | 'broken' | 'unknown'): QuestionArrival {
  return typeof account !== 'string' && account.capabilities.receipts === 'delivered'
    ? 'delivered'
    : 'accepted';
}

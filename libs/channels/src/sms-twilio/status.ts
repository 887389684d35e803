import type { DeliveryReceipt, Ignored } from '#core/channel/normalised';

import { twilioFault } from '../twilio-errors.js';
import type { StatusChange } from './text-event.js';

/** What a status callback means; that it moves forward only is the core’s to see. */
export function deliveryReport(event: StatusChange): DeliveryReceipt | Ignored {
  switch (event.status) {
    case 'delivered':
    case 'read':
      return receiptOf(event, event.status);
    case 'failed':
    case 'undelivered':
    case 'canceled':
      return { ...receiptOf(event, 'failed'), ...failureOf(event.errorCode) };
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return { kind: 'ignored', reason: `status-${event.status}` };
    default:
      return { kind: 'ignored', reason: 'status-unknown' };
  }
}

function receiptOf({ sid }: StatusChange, status: DeliveryReceipt['status']): DeliveryReceipt {
  return { kind: 'receipt', providerId: sid, status, occurredAt: null };
}

function failureOf(
  code: number | null,
): Pick<DeliveryReceipt, 'reason' | 'addressGone' | 'optedOut' | 'tryAgain'> {
  if (code === null) return { reason: 'no reason given' };
  const fault = twilioFault(code);
  return {
    reason: fault === null ? `error ${code}` : `${fault.reason} (error ${code})`,
    ...(fault?.kind === 'recipient-gone' && { addressGone: true }),
    ...(fault?.kind === 'opted-out' && { optedOut: true }),
    ...(fault?.tryAgain !== undefined && { tryAgain: fault.tryAgain }),
  };
}

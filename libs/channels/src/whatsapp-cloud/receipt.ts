import type { DeliveryReceipt, Ignored } from '#core/channel/normalised';

import { errorAt, wordsOfError } from './graph-error.js';
import { identifierAt, textAt } from './json-fields.js';
import { instantAt } from './provider-time.js';
import { personOf } from './sender.js';
import type { WebhookEvent } from './webhook-events.js';

const UNDELIVERABLE = 131_026;
const STOPPED_BY_RECIPIENT = 131_050;
const WINDOW_CLOSED = [131_047, 131_049];

/** What became of a message of ours. Steps come in any order and some never: the core only moves on. */
export function receiptOf(event: WebhookEvent): DeliveryReceipt | Ignored {
  const status = event.event;
  const providerId = identifierAt(status, 'id');
  if (providerId === null) return { kind: 'ignored', reason: 'status-of-nothing' };
  const receipt = {
    kind: 'receipt' as const,
    providerId,
    occurredAt: instantAt(status, 'timestamp'),
  };
  switch (textAt(status, 'status')) {
    case 'delivered':
      return { ...receipt, status: 'delivered' };
    case 'read':
    case 'played':
      return { ...receipt, status: 'read' };
    case 'failed':
      return { ...receipt, status: 'failed', ...failureOf(event) };
    case 'sent':
      return { kind: 'ignored', reason: 'status-sent' };
    case null:
    default:
      return { kind: 'ignored', reason: 'status-unknown' };
  }
}

function failureOf(
  event: WebhookEvent,
): Pick<DeliveryReceipt, 'reason' | 'addressGone' | 'optedOut' | 'windowClosed'> {
  const error = errorAt(event.event, 'errors', 0);
  if (error === null) return { reason: 'failed without a reason' };
  // A number that WhatsApp does not reach may still take texts: only a user id is gone with it.
  const isGone = error.code === UNDELIVERABLE && personOf(event).userId !== null;
  return {
    reason: wordsOfError(error),
    ...(isGone && { addressGone: true }),
    ...(error.code === STOPPED_BY_RECIPIENT && { optedOut: true }),
    ...(WINDOW_CLOSED.includes(error.code) && { windowClosed: true }),
  };
}

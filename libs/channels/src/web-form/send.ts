import type { Delivery, DeliveryOutcome, SentLookup } from '#core/channel/delivery';
import { textLength } from '#core/text/text-units';

import { fieldLimits } from './report-fields.js';

/**
 * Sending is publishing: the status page shows every message of the thread that was sent. No byte
 * leaves, so the same key can be sent any number of times and is published once.
 */
export function send({ idempotencyKey, text }: Delivery): DeliveryOutcome {
  if (textLength(text, 'characters') > fieldLimits.text) {
    const reason = `text longer than ${fieldLimits.text} characters`;
    return { kind: 'not-sent', failure: { kind: 'rejected', reason } };
  }
  return { kind: 'sent', providerId: idempotencyKey };
}

/** The approved words are in our own database: an attempt whose answer was lost did publish them. */
export function findSent({ idempotencyKey }: Delivery): SentLookup {
  return { kind: 'found', providerId: idempotencyKey };
}

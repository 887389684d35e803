import { code, externalId, id, instant, nullable, primary, whole, words } from './columns.js';
import { table } from './table.js';

/**
 * What a provider reported later about something it sent. A table of its own, because a receipt may
 * be registered before the answer that tells us the provider's id.
 */
export const deliveryReceiptTable = table('delivery_receipt', {
  channelAccountId: primary(id()),
  providerId: primary(externalId(512)),
  status: whole('tinyint'),
  reason: nullable(words(500)),
  occurredAt: nullable(instant()),
  receivedAt: instant(),
  refusal: nullable(code(16)),
});

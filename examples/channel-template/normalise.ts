import type { StoredEnvelope } from '#core/channel/envelope';
import type { NormalisedMessage } from '#core/channel/normalised';
import { instantFromIso } from '#core/time/instant';

import { readEvent } from './event.js';

/**
 * From the provider's words to the town's. Total and pure: it is called again for old envelopes after
 * years, and what cannot be understood becomes a placeholder that somebody sees, never an exception.
 */
export function normalise({ raw, identityKey }: StoredEnvelope): NormalisedMessage {
  const event = readEvent(raw);
  const address = event?.from ?? `unknown:${identityKey.toString('hex')}`;
  return {
    kind: 'message',
    sender: { kind: 'channel-template', address, authentic: true },
    text: event?.body ?? '[A message that cannot be shown. Its bytes are kept.]',
    occurredAt: event?.sent_at === undefined ? null : instantFromIso(event.sent_at),
    // Where the answer goes: comes back unchanged in `send`.
    channelRef: address,
    externalId: event?.id ?? null,
    evidence: { signedReferences: [], repliesTo: [] },
    attachments: [],
    automatic: event === null,
  };
}

import type { StoredEnvelope } from '#core/channel/envelope';
import type { NormalisedMessage } from '#core/channel/normalised';

import { wordsWithPlace } from '../words-with-place.js';
import { type CallEntry, readCallEntry } from './call-entry.js';

/**
 * The caller is known by this call alone. The number is what a person typed or read from a display:
 * a claim, so that nothing said on the phone is ever shown to whoever else has that number.
 */
export function normalise({ raw, identityKey }: StoredEnvelope): NormalisedMessage {
  const address = identityKey.toString('hex');
  const entry = readCallEntry(raw);
  const fixed = {
    kind: 'message',
    channelRef: address,
    externalId: null,
    evidence: { signedReferences: [], repliesTo: [] },
    attachments: [],
  } as const;
  const sender = { kind: 'call', address, authentic: true };
  if (entry === null)
    return { ...fixed, sender, text: UNREADABLE, occurredAt: null, automatic: true };
  return { ...fixed, ...saidIn(entry), sender: { ...sender, ...callerOf(entry) } };
}

const UNREADABLE = '[A logged call that cannot be shown. Its bytes are kept.]';

function saidIn({ summary, place, language, serviceCode, startedAt, staffId }: CallEntry) {
  return {
    text: wordsWithPlace(summary, place, language),
    occurredAt: startedAt,
    automatic: false,
    enteredBy: staffId,
    ...(language !== null && { language }),
    ...(serviceCode !== null && { serviceCode }),
  };
}

function callerOf({ callerName, callerNumber }: CallEntry) {
  return {
    ...(callerName !== null && { displayName: callerName }),
    claims: callerNumber === null ? [] : [{ kind: 'phone', address: callerNumber }],
  };
}

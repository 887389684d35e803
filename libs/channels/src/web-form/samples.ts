import { createHash } from 'node:crypto';

import type { ChannelTools } from '#core/channel/definition';
import { identityKeyOf } from '#core/identity/binary-key';
import type { ServiceRequestId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import type { ChannelSamples, SampleEvent } from '../channel-samples.js';

export const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [
    { settings: { phoneCountry: 'Atlantis' }, field: 'phoneCountry' },
    { settings: { phoneCountry: 1 }, field: 'phoneCountry' },
  ],
  inbound: { signatureHeader: null, around, body },
  open: () =>
    Promise.resolve({
      settings: {},
      channelRef: '8f14e45fceea167a5a36dedd4bea2543',
      refusals: [],
      accepted: 'own-page',
      close: () => Promise.resolve(),
    }),
};

function around(rawBody: Buffer, at: Instant) {
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST' as const, query: '', headers, rawBody, receivedAt: at };
}

/** Somebody who writes again holds the signed link of the earlier request. */
function body({ id, from, text, at }: SampleEvent, { links }: ChannelTools): Buffer {
  const digest = createHash('sha256').update(from).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), '7000', '8000', digest.slice(12, 24)];
  const grant = {
    requestId: parts.join('-') as ServiceRequestId,
    identityKey: identityKeyOf('sample', from),
  };
  return Buffer.from(JSON.stringify({ text, idempotencyKey: id, thread: links.issue(grant, at) }));
}

import type { InboundEnvelope } from '#core/channel/envelope';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';

import type { TextEvent } from './text-event.js';

/** The keys are the same whether a message was called in or found in the list. */
export function envelopeOf(
  event: TextEvent,
  raw: Buffer,
  contentType: string,
  account: ChannelAccountId,
): InboundEnvelope {
  return {
    dedupeKey: dedupeKeyOf(account, ...eventId(event, raw)),
    identityKey: identityKeyOf(account, ...conversation(event, raw)),
    providerId: event.kind === 'other' ? null : event.sid,
    contentType,
    raw,
  };
}

/** Each status of a message is an event of its own, and comes again like any. */
function eventId(event: TextEvent, raw: Buffer): readonly (string | Buffer)[] {
  switch (event.kind) {
    case 'message':
      return ['message', event.sid];
    case 'status':
      return ['status', event.sid, event.status];
    case 'other':
      return ['bytes', raw];
  }
}

/** A citizen and the number they write to; what became of our answers belongs to the same. */
function conversation(event: TextEvent, raw: Buffer): readonly (string | Buffer)[] {
  switch (event.kind) {
    case 'message':
      return [event.from, event.to];
    case 'status':
      return [event.to, event.from];
    case 'other':
      return [raw];
  }
}

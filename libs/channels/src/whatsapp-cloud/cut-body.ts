import type { InboundEnvelope } from '#core/channel/envelope';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';
import { parseJson } from '#core/text/parse-json';

import { BodySlices } from './body-slices.js';
import { identifierAt } from './json-fields.js';
import { personOf } from './sender.js';
import { eventsOf, type WebhookEvent } from './webhook-events.js';

/**
 * One envelope an event. A body with one event is kept as it is; of others each envelope keeps a
 * body of the same form with its own event only, put together from the bytes that arrived, so that
 * every envelope is understood alike and none can spoil its siblings. What cannot be read is kept whole.
 */
export function cutBody(body: Buffer, account: ChannelAccountId): readonly InboundEnvelope[] {
  const json = parseJson(body);
  const events = json.kind === 'json' ? eventsOf(json.value) : [];
  const [first, ...others] = events;
  if (first === undefined) return [toEnvelope(body, bytesKey(body), account)];
  if (others.length === 0) return [toEnvelope(body, keyOf(first, body), account)];
  const slices = new BodySlices(body);
  return events.map((event) => {
    const raw = slices.bodyOf(event);
    return toEnvelope(raw, keyOf(event, raw), account);
  });
}

/** What tells an event from all others, and whose events it is kept in order with. */
interface EventKey {
  readonly id: string | null;
  readonly dedupe: readonly (string | Uint8Array)[];
  readonly identity: readonly (string | Uint8Array)[];
}

function keyOf(event: WebhookEvent, raw: Buffer): EventKey {
  const id = identifierAt(event.event, 'id');
  switch (event.list) {
    case 'messages': {
      const { userId, phone } = personOf(event);
      const bytes = bytesKey(raw);
      const dedupe = id === null ? bytes.dedupe : ['message', id];
      if (userId !== null) return { id, dedupe, identity: ['user', userId] };
      return { id, dedupe, identity: phone === null ? dedupe : ['phone', phone] };
    }
    case 'statuses': {
      const status = identifierAt(event.event, 'status');
      if (id === null || status === null) return bytesKey(raw);
      // Each step of one message is an event; a step that comes again is not.
      return { id, dedupe: ['status', id, status], identity: ['sent', id] };
    }
    case 'errors':
    case null:
      return bytesKey(raw);
  }
}

function bytesKey(raw: Buffer): EventKey {
  return { id: null, dedupe: ['bytes', raw], identity: ['bytes', raw] };
}

function toEnvelope(raw: Buffer, key: EventKey, account: ChannelAccountId): InboundEnvelope {
  return {
    dedupeKey: dedupeKeyOf(account, ...key.dedupe),
    identityKey: identityKeyOf(account, ...key.identity),
    providerId: key.id,
    contentType: 'application/json',
    raw,
  };
}

import type { InboundEnvelope } from '#core/channel/envelope';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';
import { parseJson } from '#core/text/parse-json';

import { sliceArray } from '../json-slices.js';
import { identifyEvent } from './event.js';

const MAX_EVENTS = 1_000;
const MAX_ID_BYTES = 255;

export type CutBody =
  | { readonly kind: 'cut'; readonly envelopes: readonly InboundEnvelope[] }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'not-json' };

/**
 * One envelope an event, each with its own slice of the bytes.
 *
 * @param carrier Names the request or file; with the position it identifies an event without an id.
 */
export function cutIntoEnvelopes(
  body: Buffer,
  account: ChannelAccountId,
  carrier: string,
): CutBody {
  const json = parseJson(body);
  const parsed = json.kind === 'json' ? json.value : null;
  if (typeof parsed !== 'object' || parsed === null) return { kind: 'not-json' };
  if (!Array.isArray(parsed)) {
    return { kind: 'cut', envelopes: [toEnvelope(body, parsed, account, `${carrier}#0`)] };
  }
  if (parsed.length > MAX_EVENTS) return { kind: 'too-many' };
  const events: readonly unknown[] = parsed;
  const slices = sliceArray(body);
  const envelopes = slices.map((slice, index) =>
    toEnvelope(slice, events[index], account, `${carrier}#${index}`),
  );
  return { kind: 'cut', envelopes };
}

function toEnvelope(
  raw: Buffer,
  event: unknown,
  account: ChannelAccountId,
  position: string,
): InboundEnvelope {
  const { id, identity } = identifyEvent(event);
  const key = id === null ? ['position', position] : ['event', id];
  return {
    dedupeKey: dedupeKeyOf(account, ...key),
    identityKey: identityKeyOf(account, ...(identity ?? key)),
    providerId: id !== null && Buffer.byteLength(id) <= MAX_ID_BYTES ? id : null,
    contentType: 'application/json',
    raw,
  };
}

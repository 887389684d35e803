import type { Delivery, SentLookup } from '#core/channel/delivery';
import { addMilliseconds, MINUTE } from '#core/time/instant';

import { askTwilio } from '../twilio-client.js';
import type { AccountParts } from './account-parts.js';
import { storedBody } from './stored-body.js';

/** Newest first: an answer lies near the top of everything that one citizen was sent. */
const READ_MESSAGES = 500;
const PAGE = 100;
/** The provider’s clock and ours. */
const CLOCK_DIFFERENCE_MS = 5 * MINUTE;

/**
 * Whether the provider’s list shows a text whose answer was lost. It is asked by recipient only and
 * compared here: a message that waits in the provider’s queue has no date of sending yet, and a list
 * by that date would leave it out.
 */
export async function findSent(
  { settings }: AccountParts,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<SentLookup> {
  const { channelRef: to, text, createdAt } = delivery;
  const listed = await askTwilio(settings, signal, ({ messages }) =>
    messages.list({ to, limit: READ_MESSAGES, pageSize: PAGE }),
  );
  if (listed.kind !== 'answered') {
    const what = listed.kind === 'refused' ? `answered ${listed.status}` : listed.reason;
    return { kind: 'unavailable', reason: `the list of messages cannot be read (${what})` };
  }
  const since = addMilliseconds(createdAt, -CLOCK_DIFFERENCE_MS);
  const wanted = storedBody(text);
  const found = listed.value
    .filter(({ direction, to: recipient }) => direction !== 'inbound' && recipient === to)
    .filter(({ dateCreated }) => dateCreated.getTime() >= since)
    .filter(({ body }) => storedBody(body) === wanted)
    .map(({ sid }) => sid)
    .toReversed();
  const [providerId, ...others] = found;
  return providerId === undefined ? { kind: 'absent' } : { kind: 'found', providerId, others };
}

import type { Delivery, SentLookup } from '#core/channel/delivery';
import { addMilliseconds, SECOND } from '#core/time/instant';

import { askTwilio } from '../twilio-client.js';
import type { VoiceTwilioSettings } from './settings.js';

/** Dates of calls are whole seconds. */
const ROUNDING_MS = SECOND;
const NEWEST = 50;

/**
 * A call carries no mark of ours: one that we made to this person since the words were written is
 * taken for it, so that nobody is called twice about the same.
 */
export async function findSent(
  { channelRef, createdAt }: Delivery,
  settings: VoiceTwilioSettings,
  signal: AbortSignal,
): Promise<SentLookup> {
  const since = addMilliseconds(createdAt, -ROUNDING_MS);
  const answer = await askTwilio(settings, signal, (client) =>
    client.calls.list({ to: channelRef, from: settings.number, limit: NEWEST, pageSize: NEWEST }),
  );
  switch (answer.kind) {
    case 'answered': {
      const made = answer.value.filter(({ direction }) => direction.startsWith('outbound'));
      const first = made.findLast(({ dateCreated }) => dateCreated.getTime() >= since);
      return first === undefined ? { kind: 'absent' } : { kind: 'found', providerId: first.sid };
    }
    case 'refused':
      return { kind: 'unavailable', reason: `answered ${answer.status}` };
    case 'broken':
      return { kind: 'unavailable', reason: answer.reason };
  }
}

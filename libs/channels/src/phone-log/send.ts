import type { DeliveryOutcome, SentLookup } from '#core/channel/delivery';

/** A log has no way back: an answer takes another way, or a person calls. */
export function send(): DeliveryOutcome {
  const reason = 'a logged call carries no text: call back, and log it with `request call`';
  return { kind: 'not-sent', failure: { kind: 'window-closed', reason } };
}

export function findSent(): SentLookup {
  return { kind: 'absent' };
}

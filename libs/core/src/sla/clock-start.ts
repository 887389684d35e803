import { DAY, type Instant } from '../time/instant.js';

/**
 * When the promise begins: the provider's time if it lies within 24 hours before receipt, so that an
 * outage of ours never shortens the promise; else receipt, flagged as arrived late. A time in the
 * future is a wrong clock of the sender's and counts as receipt.
 */
export function clockStart(
  occurredAt: Instant | null,
  receivedAt: Instant,
): { readonly startedAt: Instant; readonly arrivedLate: boolean } {
  if (occurredAt === null || occurredAt > receivedAt)
    return { startedAt: receivedAt, arrivedLate: false };
  if (receivedAt - occurredAt > DAY) return { startedAt: receivedAt, arrivedLate: true };
  return { startedAt: occurredAt, arrivedLate: false };
}

import type { ChannelAccounts, LiveAccount } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import { isOptedOut } from '../consent/opt-out.js';
import { officeCalendar } from '../emergency/after-hours.js';
import { addMilliseconds, HOUR, type Instant, MINUTE } from '../time/instant.js';
import type { RefusedAnswer } from './ladder-store.js';
import type { Rung } from './next-rung.js';

/**
 * When the same way is worth one more attempt: a device that was off after one hour, after four more,
 * and at the next opening; a failure without a reason once. Null when that was tried already, and for
 * refusals that no time mends. Each attempt has the provider's word that the one before failed.
 */
export function tryAgainAt(refused: RefusedAnswer, town: Pick<Town, 'policy'>): Instant | null {
  const { refusal, refusedAt } = refused;
  switch (refusal) {
    case 'out-of-reach':
      switch (failedBefore(refused)) {
        case 1:
          return addMilliseconds(refusedAt, HOUR);
        case 2:
          return addMilliseconds(refusedAt, 4 * HOUR);
        case 3:
          return nextMorning(refusedAt, town);
        default:
          return null;
      }
    case 'unexplained':
      return failedBefore(refused) === 1 ? addMilliseconds(refusedAt, 10 * MINUTE) : null;
    case 'opted-out':
    case 'window-closed':
    case 'recipient-gone':
    case 'rejected':
    case 'given-up':
    case 'not-delivered':
    case 'not-confirmed':
      return null;
  }
}

/** The way that an answer has gone, if it is still open: nobody said stop there or is gone. */
export function sameWay(
  refused: RefusedAnswer,
  accounts: Pick<ChannelAccounts, 'enabled'>,
): Rung | null {
  const { channelAccountId, contactPointId, requestId, channelRef, to } = refused;
  const account = accounts.enabled().find(({ id }: LiveAccount) => id === channelAccountId);
  const address = to.addresses.find(({ id }) => id === contactPointId);
  if (account === undefined || address === undefined || address.undeliverable) return null;
  if (isOptedOut(address.optOuts, { requestId, channelAccountId })) return null;
  return { account, address, channelRef };
}

/** How often this way ended so, this time included. */
function failedBefore({ tried, ...refused }: RefusedAnswer): number {
  return tried.filter(
    ({ channelAccountId, contactPointId, refusal }) =>
      channelAccountId === refused.channelAccountId &&
      contactPointId === refused.contactPointId &&
      refusal === refused.refusal,
  ).length;
}

/** Of an office that is open now, the opening after it has closed; null where it never does. */
function nextMorning(at: Instant, town: Pick<Town, 'policy'>): Instant | null {
  const calendar = officeCalendar(town);
  const closedAt = calendar.isOpen(at) ? calendar.nextClosing(at) : at;
  return closedAt === null ? null : calendar.nextOpening(closedAt);
}

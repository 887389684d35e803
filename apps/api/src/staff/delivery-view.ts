import { DateTime } from 'luxon';
import type { z } from 'zod';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import { ladderStory } from '#core/ladder/ladder-story';
import type { DeliveryState, RungState } from '#core/request/request-store';
import { type Instant, isoFromInstant } from '#core/time/instant';

import type * as answers from './answers.js';

type DeliveryView = NonNullable<
  z.output<typeof answers.requestDetail>['timeline'][number]['delivery']
>;

/** How far an outgoing message got, by which ways, and what staff are told about it. */
export function deliveryView(
  delivery: DeliveryState,
  accounts: ChannelAccounts,
  zone: string,
): DeliveryView {
  const { entryId, state, receipt, attempts, reason, refusal, rungs } = delivery;
  const told = rungs.map((rung) => ({ ...rung, by: titleOf(rung, accounts) }));
  return {
    ...{ entryId, state, receipt, attempts, reason, refusal },
    dueAt: isoFromInstant(delivery.dueAt),
    sentAt: isoOrNull(delivery.sentAt),
    story: ladderStory(told, (at) => DateTime.fromMillis(at, { zone }).toFormat('HH:mm')),
    rungs: rungs.map((rung) => rungView(rung, accounts)),
  };
}

function rungView(rung: RungState, accounts: ChannelAccounts): DeliveryView['rungs'][number] {
  const { entryId, state, receipt, refusal, sentAt, channelAccountId } = rung;
  const account = accounts.byId(channelAccountId);
  return {
    ...{ entryId, state, receipt, refusal },
    channelAccount: typeof account === 'string' ? null : account.code,
    sentAt: isoOrNull(sentAt),
  };
}

function titleOf({ channelAccountId }: RungState, accounts: ChannelAccounts): string {
  const account = accounts.byId(channelAccountId);
  return typeof account === 'string' ? 'an account that cannot be used' : account.title;
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoFromInstant(at);
}

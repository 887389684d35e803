import type { z } from 'zod';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { ConsentRecord } from '#core/consent/consent-store';
import type { OptOut } from '#core/consent/opt-out';
import type { ChannelAccountId } from '#core/identity/ids';
import { isoFromInstant } from '#core/time/instant';

import type * as answers from './consent-answers.js';

export function consentView(
  { kind, address, optOuts, entries }: ConsentRecord,
  accounts: ChannelAccounts,
): z.output<typeof answers.consentRecord> {
  return {
    ...{ kind, address },
    optOuts: optOuts.map((one) => optOutView(one, accounts)),
    entries: entries.map(
      ({ id, action, scope, source, words, messageId, staffName, ...entry }) => ({
        ...{ id, action, scope, source, words, messageId, staffName },
        channelAccount: codeOf(entry.channelAccountId, accounts),
        at: isoFromInstant(entry.recordedAt),
      }),
    ),
  };
}

export function optOutView(
  { scope, source, channelAccountId, optedOutAt }: OptOut,
  accounts: ChannelAccounts,
): z.output<typeof answers.optOut> {
  const channelAccount = codeOf(channelAccountId, accounts);
  return { scope, source, channelAccount, at: isoFromInstant(optedOutAt) };
}

function codeOf(id: ChannelAccountId | null, accounts: ChannelAccounts): string | null {
  const account = id === null ? 'unknown' : accounts.byId(id);
  return typeof account === 'string' ? null : account.code;
}

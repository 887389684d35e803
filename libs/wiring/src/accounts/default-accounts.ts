import type { ChannelDefinition } from '#core/channel/definition';

import type { ManageAccounts } from './manage-accounts.js';

/**
 * Makes the account that a channel offers for a first start, where the channel has none at all. An
 * account that somebody disabled stays disabled.
 */
export async function makeDefaultAccounts(
  manage: ManageAccounts,
  channels: readonly ChannelDefinition[],
): Promise<void> {
  const accounts = await manage.list();
  for (const { code: channel, defaultAccount } of channels) {
    const has = accounts.some((account) => account.channel === channel);
    if (defaultAccount === undefined || has) continue;
    const { code, title, settings } = defaultAccount;
    // Refused when taken: another process of the town is starting at the same moment.
    await manage.add({ channel, code, title, settings }, null);
  }
}

import type { ChannelAccounts } from '../account/channel-accounts.js';
import { dedupeKeyOf } from '../identity/binary-key.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { Addressee } from './alert.js';

export interface WayToReach {
  /** Stands for this account and this address. */
  readonly key: string;
  readonly accountId: ChannelAccountId;
  readonly channelRef: string;
}

/** Every enabled account that can write to one of the person's addresses, best first. */
export function waysToReach(
  addressee: Pick<Addressee, 'name' | 'addresses'>,
  title: string,
  accounts: Pick<ChannelAccounts, 'enabled'>,
): readonly WayToReach[] {
  const { name, addresses } = addressee;
  return addresses.flatMap(({ kind, address }) =>
    accounts.enabled().flatMap(({ id, adapter }) => {
      const channelRef = adapter.addressTo?.({ kind, address, name }, title) ?? null;
      return channelRef === null
        ? []
        : [{ key: keyOf(id, kind, address), accountId: id, channelRef }];
    }),
  );
}

const KEY_CHARACTERS = 8;

function keyOf(...parts: readonly string[]): string {
  return dedupeKeyOf('way', ...parts)
    .toString('hex')
    .slice(0, KEY_CHARACTERS);
}

import type { ChannelAccountId } from '#core/identity/ids';
import { toRows } from '#core/intake/envelope-rows';
import type { NewEnvelope } from '#core/intake/envelope-store';
import { folderFileStore } from '#persistence/files/folder-file-store';

import { loopbackEnvelopes } from '../support/channel-registered.js';
import { messageBody } from '../support/loopback-events.js';
import type { BenchTown } from './bench-town.js';
import { paddedMessage } from './load.js';

const ROWS_AT_ONCE = 128;

/** Stores 2 KB envelopes as acceptance would and stages them; `one` has one sender for all. */
export async function stageEnvelopes(
  { town, ground }: BenchTown,
  name: string,
  count: number,
): Promise<void> {
  await town.withDatabase(async ({ accounts, envelopes, clock }) => {
    const files = await folderFileStore(`${town.folder}/files`);
    const [account] = await accounts.list();
    if (account === undefined) throw new Error('The town has no account.');
    for (let first = 0; first < count; first += ROWS_AT_ONCE) {
      const rows: NewEnvelope[] = [];
      for (let n = first; n < Math.min(first + ROWS_AT_ONCE, count); n += 1) {
        const cut = await envelopesOf(account.id, name, n);
        const batch = { channelAccountId: account.id, envelopes: cut, wholeRequest: null };
        rows.push(...(await toRows({ ...batch, receivedAt: clock.now() }, files)));
      }
      await envelopes.insert(rows);
    }
  });
  await ground.stagePending(name);
}

function envelopesOf(account: ChannelAccountId, name: string, n: number) {
  const id = `${name}-${n}`;
  const from = name === 'one' ? 'the-only-sender' : `sender-${id}`;
  return loopbackEnvelopes(account, messageBody(paddedMessage(id, from)));
}

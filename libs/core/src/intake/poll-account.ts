import type { LiveAccount } from '../account/channel-accounts.js';
import type { FileStore } from '../file/file-store.js';
import type { Clock } from '../time/clock.js';
import { toRows } from './envelope-rows.js';
import type { EnvelopeStore } from './envelope-store.js';

export interface PollPorts {
  readonly envelopes: EnvelopeStore;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly ring: () => void;
}

/**
 * Fetches everything after the account's cursor; envelopes and the next cursor are committed
 * together, so a crash in between fetches again and the dedupe keys refuse the second copy.
 *
 * @returns how many envelopes the provider handed over.
 */
export async function pollAccount(
  ports: PollPorts,
  account: LiveAccount,
  signal: AbortSignal,
): Promise<number> {
  const poll = account.adapter.poll?.bind(account.adapter);
  if (poll === undefined) return 0;
  let count = 0;
  let more = true;
  while (more && !signal.aborted) {
    const cursor = await ports.envelopes.pollCursor(account.id);
    const polled = await poll(cursor, signal);
    const batch = {
      channelAccountId: account.id,
      envelopes: polled.envelopes,
      wholeRequest: null,
      receivedAt: ports.clock.now(),
    };
    await ports.envelopes.insertPolled(await toRows(batch, ports.files), account.id, polled.cursor);
    if (polled.envelopes.length > 0) ports.ring();
    count += polled.envelopes.length;
    more = polled.more;
  }
  return count;
}

import type { LiveAccount } from '../account/channel-accounts.js';
import type { Polled } from '../channel/adapter.js';
import type { FileStore } from '../file/file-store.js';
import type { Clock } from '../time/clock.js';
import type { Checkpoint } from './checkpoint.js';
import { toRows } from './envelope-rows.js';
import type { EnvelopeStore } from './envelope-store.js';

export interface PollPorts {
  readonly envelopes: EnvelopeStore;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly ring: () => void;
  readonly checkpoint: Checkpoint;
  /** What is done at the provider afterwards did not succeed; nothing is lost. */
  readonly afterCommitFailed: (error: unknown) => void;
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
    ports.checkpoint('poll:fetched');
    await ports.envelopes.insertPolled(await toRows(batch, ports.files), account.id, polled.cursor);
    ports.checkpoint('poll:committed');
    if (polled.envelopes.length > 0) ports.ring();
    await finish(ports, polled, signal);
    ports.checkpoint('poll:finished');
    count += polled.envelopes.length;
    more = polled.more;
  }
  return count;
}

async function finish(ports: PollPorts, polled: Polled, signal: AbortSignal): Promise<void> {
  try {
    await polled.afterCommit?.(signal);
  } catch (error) {
    ports.afterCommitFailed(error);
  }
}

import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import type { NewId } from '../identity/ids.js';
import type { Checkpoint } from '../intake/checkpoint.js';
import type { NewOutboxEntry } from '../request/records.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';
import type { DigestStore, DueDigest } from './digest-store.js';
import { digestText, MOST_NUMBERS } from './digest-text.js';

export interface DigestPorts {
  readonly digests: DigestStore;
  readonly accounts: ChannelAccounts;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly town: () => Town;
  readonly checkpoint: Checkpoint;
  /** Tells the sending side that something is due. */
  readonly ring: () => void;
}

/**
 * Tells senders in one message the numbers that the cap on acknowledgements held back.
 *
 * @returns how many digests were put into the outbox.
 */
export async function sendDigests(ports: DigestPorts, signal: AbortSignal): Promise<number> {
  const now = ports.clock.now();
  let sent = 0;
  while (!signal.aborted) {
    const question = { now, most: MOST_NUMBERS };
    const found = await ports.digests.sendNext(question, (due) => {
      const entry = entryOf(ports, due, now);
      ports.checkpoint('digest:written');
      return entry;
    });
    if (!found) break;
    ports.checkpoint('digest:committed');
    sent += 1;
  }
  if (sent > 0) ports.ring();
  return sent;
}

/** It goes where the acknowledgement of the first request would have gone. */
function entryOf(ports: DigestPorts, due: DueDigest, now: Instant): NewOutboxEntry {
  const [first] = due.requests;
  const account = ports.accounts.byId(first.channelAccountId);
  const isKnown = account !== 'unknown' && account !== 'broken';
  return {
    id: ports.newId<'OutboxEntry'>(),
    requestId: first.id,
    messageId: null,
    staffId: null,
    channelAccountId: first.channelAccountId,
    contactPointId: due.contactPointId,
    kind: 'acknowledgement',
    channelRef: first.channelRef,
    body: digestText(due, ports.town(), isKnown ? account.capabilities.textLimit : null),
    requestNumber: first.number,
    dueAt: now,
    createdAt: now,
  };
}

import { poll } from '#channels/email/poll';
import type { Polled } from '#core/channel/adapter';
import { LANE_COUNT } from '#core/identity/binary-key';
import { noCheckpoint } from '#core/intake/checkpoint';
import { pollAccount } from '#core/intake/poll-account';
import type { Stores } from '#persistence/database';

import { fakeAccount, fakeAdapter } from '../fakes/fake-channel.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { MemoryDatabase } from '../fakes/memory-database.js';
import { MemoryEnvelopeStore } from '../fakes/memory-envelope-store.js';
import { MemoryFileStore } from '../fakes/memory-file-store.js';
import { MemoryRegistrationStore } from '../fakes/memory-registration-store.js';
import type { IncomingAccount } from './incoming-account.js';
import { subjects } from './mailbox-suite.js';

type KeepingStores = Pick<Stores, 'envelopes' | 'registrations'>;

export interface MailboxTown {
  /** One worker's round: polls until there is no more, as the line does. */
  round(account: IncomingAccount, beforeCommit?: () => Promise<void>): Promise<void>;
  /** The subjects of everything that was kept, in the order in which it was. */
  kept(): Promise<string[]>;
}

const everyLane = Array.from({ length: LANE_COUNT }, (_, lane) => lane);
const goOn = new AbortController().signal;

/** A town that keeps what mailboxes bring, with its unique keys and its cursor. */
export function mailboxTown(stores: KeepingStores = memoryStores()): MailboxTown {
  const clock = new FakeClock();
  const files = new MemoryFileStore(clock);
  const { envelopes, registrations } = stores;
  const ports = {
    envelopes,
    files,
    clock,
    ring: () => undefined,
    afterCommitFailed,
    checkpoint: noCheckpoint,
  };
  return {
    async round(account, beforeCommit) {
      const pollThenWait = async (cursor: string | null): Promise<Polled> => {
        const polled = await poll(account, cursor, goOn);
        await beforeCommit?.();
        return polled;
      };
      const adapter = { ...fakeAdapter(), poll: pollThenWait };
      await pollAccount(ports, fakeAccount({ adapter }), goOn);
    },
    async kept() {
      const pending = await registrations.peekPending(everyLane, 1_000);
      const rows = await registrations.readEnvelopes(pending.map(({ id }) => id));
      const inOrder = rows.toSorted((one, other) => one.id - other.id);
      return subjects(inOrder.map(({ raw }) => raw ?? Buffer.alloc(0)));
    },
  };
}

function memoryStores(): KeepingStores {
  const database = new MemoryDatabase();
  return {
    envelopes: new MemoryEnvelopeStore(database),
    registrations: new MemoryRegistrationStore(database),
  };
}

function afterCommitFailed(error: unknown): never {
  throw error;
}

import type { EnvelopeId } from '#core/identity/ids';
import type {
  PeekedEnvelope,
  PendingEnvelope,
  RegistrationStore,
  RegistrationTransaction,
} from '#core/intake/registration-store';

import type { MemoryDatabase } from './memory-database.js';
import { asPending, pendingIn } from './memory-registration-reading.js';
import { MemoryRegistrationTransaction } from './memory-registration-transaction.js';

export class MemoryRegistrationStore implements RegistrationStore {
  constructor(
    private readonly database: MemoryDatabase,
    readonly batchSize = 32,
  ) {}

  async dirtyLanes(): Promise<readonly number[]> {
    return this.database.transaction(() => {
      this.database.onStatement('dirtyLanes', []);
      return [...new Set(pendingIn(this.database).map((row) => row.lane))];
    });
  }

  async peekPending(lanes: readonly number[], limit: number): Promise<readonly PeekedEnvelope[]> {
    const pending = await this.transaction((transaction) => transaction.readPending(lanes, limit));
    return pending.map(({ id, channelAccountId, identityKey }) => ({
      id,
      channelAccountId,
      identityKey,
    }));
  }

  async readEnvelopes(ids: readonly EnvelopeId[]): Promise<readonly PendingEnvelope[]> {
    return this.database.transaction(() => {
      this.database.onStatement('readEnvelopes', ids);
      return ids.flatMap((id) => {
        const row = this.database.envelopes.get(id);
        return row === undefined ? [] : [asPending(row)];
      });
    });
  }

  async transaction<Value>(
    work: (transaction: RegistrationTransaction) => Promise<Value>,
  ): Promise<Value> {
    return this.database.transaction(() => work(new MemoryRegistrationTransaction(this.database)));
  }

  /** As if on another connection: it stays, whatever becomes of the transaction under way. */
  async strike(id: EnvelopeId): Promise<number> {
    this.database.onStatement('strike', [id]);
    const before = this.database.envelopes.get(id)?.strikes ?? 0;
    this.database.envelopes.updateForGood(id, { strikes: before + 1 });
    return Promise.resolve(before);
  }
}

import type { DedupeKey } from '#core/identity/binary-key';
import type { ChannelAccountId, EnvelopeId } from '#core/identity/ids';
import type { AcceptedEnvelope, EnvelopeStore, NewEnvelope } from '#core/intake/envelope-store';

import type { MemoryDatabase } from './memory-database.js';

export class MemoryEnvelopeStore implements EnvelopeStore {
  private lastId = 0;

  constructor(private readonly database: MemoryDatabase) {}

  async insert(rows: readonly NewEnvelope[]): Promise<{ readonly inserted: number }> {
    return this.database.transaction(() => ({ inserted: this.insertRows(rows) }));
  }

  async insertPolled(
    rows: readonly NewEnvelope[],
    account: ChannelAccountId,
    cursor: string,
  ): Promise<void> {
    await this.database.transaction(() => {
      this.insertRows(rows);
      this.database.onStatement('moveCursor', [cursor]);
      const { cursors } = this.database;
      if (!cursors.update(account, { cursor })) cursors.insert(account, { cursor });
    });
  }

  async pollCursor(account: ChannelAccountId): Promise<string | null> {
    return this.database.transaction(() => this.database.cursors.get(account)?.cursor ?? null);
  }

  async findByDedupeKey(key: DedupeKey): Promise<AcceptedEnvelope | null> {
    return this.database.transaction(() => {
      this.database.onStatement('findByDedupeKey', [key]);
      const row = this.database.envelopes.findUnique(0, key.toString('hex'));
      if (row === undefined) return null;
      const { id, lane, identityKey, outcome, requestId } = row;
      const request = requestId === null ? undefined : this.database.requests.get(requestId);
      return {
        id,
        lane,
        identityKey,
        outcome,
        request:
          request === undefined
            ? null
            : { id: request.id, number: request.number, expectedAt: request.expectedAt },
      };
    });
  }

  private insertRows(rows: readonly NewEnvelope[]): number {
    this.database.onStatement('insertEnvelopes', rows);
    let inserted = 0;
    for (const row of rows) {
      this.lastId += 1;
      const id = this.lastId as EnvelopeId;
      const known = this.database.envelopes.findUnique(0, row.dedupeKey.toString('hex'));
      if (known !== undefined) {
        this.noteCopy(known.id, known.channelAccountId, row);
        continue;
      }
      const fresh = { outcome: null, requestId: null, reason: null, strikes: 0 };
      this.database.envelopes.insert(id, { ...row, id, ...fresh });
      inserted += 1;
    }
    return inserted;
  }

  private noteCopy(
    envelopeId: EnvelopeId,
    original: ChannelAccountId,
    { channelAccountId, receivedAt }: NewEnvelope,
  ): void {
    const { envelopeCopies } = this.database;
    const key = `${envelopeId} ${channelAccountId}`;
    if (original === channelAccountId || envelopeCopies.get(key) !== undefined) return;
    envelopeCopies.insert(key, { envelopeId, channelAccountId, receivedAt });
  }
}

import type { ServiceRequestId } from '#core/identity/ids';
import type {
  LockedRequest,
  RequestDetail,
  RequestStore,
  RequestSummary,
  RequestTransaction,
  StreamQuery,
  UndeliveredQuery,
} from '#core/request/request-store';
import { streamKeyOf } from '#core/request/stream-key';

import type { MemoryDatabase } from './memory-database.js';
import { detailOf, summaryOf } from './memory-request-reading.js';
import { MemoryRequestTransaction } from './memory-request-transaction.js';
import type { RequestRow } from './memory-rows.js';

export class MemoryRequestStore implements RequestStore {
  constructor(private readonly database: MemoryDatabase) {}

  async stream({ open, after, limit }: StreamQuery): Promise<readonly RequestSummary[]> {
    return this.database.transaction(() => {
      const rows = this.database.requests.all();
      const chosen = open
        ? rows
            .filter((row) => row.streamKey !== null && (after === null || row.streamKey > after))
            .sort((one, other) => ((one.streamKey ?? '') < (other.streamKey ?? '') ? -1 : 1))
        : rows
            .filter((row) => row.streamKey === null && (after === null || row.id < after))
            .sort((one, other) => (one.id > other.id ? -1 : 1));
      return chosen.slice(0, limit).map((row) => summaryOf(this.database, row));
    });
  }

  async undelivered({ after, limit }: UndeliveredQuery): Promise<readonly RequestSummary[]> {
    return this.database.transaction(() =>
      this.database.undelivered
        .all()
        .map(({ requestId, undeliveredAt }) => ({
          key: streamKeyOf(requestId, undeliveredAt),
          row: this.database.requests.get(requestId),
        }))
        .filter(({ key }) => after === null || key > after)
        .toSorted((one, other) => (one.key < other.key ? -1 : 1))
        .slice(0, limit)
        .flatMap(({ row }) => (row === undefined ? [] : [summaryOf(this.database, row)])),
    );
  }

  async findSummary(number: string): Promise<RequestSummary | null> {
    return this.database.transaction(() => {
      const row = this.byNumber(number);
      return row === undefined ? null : summaryOf(this.database, row);
    });
  }

  async find(number: string): Promise<RequestDetail | null> {
    return this.database.transaction(() => {
      const row = this.byNumber(number);
      return row === undefined ? null : detailOf(this.database, row);
    });
  }

  async findById(id: ServiceRequestId): Promise<RequestDetail | null> {
    return this.database.transaction(() => {
      const row = this.database.requests.get(id);
      return row === undefined ? null : detailOf(this.database, row);
    });
  }

  async change<Value>(
    number: string,
    work: (transaction: RequestTransaction, request: LockedRequest) => Promise<Value>,
  ): Promise<Value | null> {
    return this.database.transaction(async () => {
      this.database.onStatement('lockRequest', [number]);
      const row = this.byNumber(number);
      if (row === undefined) return null;
      return work(new MemoryRequestTransaction(this.database), this.lockedOf(row));
    });
  }

  private byNumber(number: string): RequestRow | undefined {
    return this.database.requests.findUnique(0, number);
  }

  private lockedOf(row: RequestRow): LockedRequest {
    const { id, number, status, channelAccountId, channelRef, nextDeadlineAt } = row;
    const { serviceCode, receivedAt, contactPointId } = row;
    const inbound = this.database.messages
      .all()
      .filter((message) => message.requestId === id && message.direction === 'inbound')
      .map((message) => message.id)
      .sort();
    const lastInboundMessageId = inbound.at(-1) ?? null;
    const fixed = { id, number, status, channelAccountId, channelRef, contactPointId };
    return { ...fixed, nextDeadlineAt, serviceCode, receivedAt, lastInboundMessageId };
  }
}

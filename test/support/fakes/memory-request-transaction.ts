import type { AuditEntry } from '#core/audit/audit-entry';
import type { MessageId, OutboxEntryId, ServiceRequestId, StaffId } from '#core/identity/ids';
import type { NewMessage, NewOutboxEntry, NewOutgoingFile } from '#core/request/records';
import type {
  DeliveryState,
  RememberedAnswer,
  RequestTransaction,
} from '#core/request/request-store';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import { insertOutboxRow } from './memory-outbox-rows.js';
import { deliveryOf } from './memory-request-reading.js';

export class MemoryRequestTransaction implements RequestTransaction {
  constructor(private readonly database: MemoryDatabase) {}

  async insertMessage(message: NewMessage): Promise<void> {
    await this.run('insertMessage', message, () => {
      this.database.messages.insert(message.id, message);
      const request = this.database.requests.get(message.requestId);
      if (request === undefined) return;
      const messageCount = request.messageCount + 1;
      const isNote = message.direction === 'note';
      const lastMessageAt = isNote
        ? request.lastMessageAt
        : (Math.max(request.lastMessageAt, message.occurredAt) as Instant);
      const awaitsReply = isNote && request.awaitsReply;
      this.database.requests.update(request.id, { messageCount, lastMessageAt, awaitsReply });
    });
  }

  async insertOutbox(entry: NewOutboxEntry): Promise<void> {
    await this.run('insertOutbox', entry, () => {
      insertOutboxRow(this.database, entry);
    });
  }

  async insertOutgoingFiles(files: readonly NewOutgoingFile[]): Promise<void> {
    await this.run('insertOutgoingFiles', files, () => {
      for (const file of files) {
        const kept = { reference: '', state: 'stored', reason: null, attempts: 0 } as const;
        const { createdAt: dueAt } = file;
        this.database.attachments.insert(file.id, { ...file, ...kept, dueAt });
      }
    });
  }

  async close(closing: Parameters<RequestTransaction['close']>[0]): Promise<void> {
    await this.run('close', closing, () => {
      const { id, status, reason: closeReason, sentence: closeSentence, closedAt } = closing;
      const closed = { status, closeReason, closeSentence, closedAt, streamKey: null };
      this.database.requests.update(id, closed);
    });
  }

  async insertAudit(entry: AuditEntry): Promise<void> {
    await this.run('insertAudit', entry, () => {
      const { audit } = this.database;
      audit.insert(this.database.nextKey(audit), entry);
    });
  }

  async findOutgoing(
    requestId: ServiceRequestId,
    id: MessageId | OutboxEntryId,
  ): Promise<DeliveryState | null> {
    return this.run('findOutgoing', id, () => {
      const row = this.database.outbox
        .all()
        .find((entry) => entry.requestId === requestId && [entry.id, entry.messageId].includes(id));
      return row === undefined ? null : deliveryOf(row);
    });
  }

  async resend(entryId: OutboxEntryId, dueAt: Instant): Promise<boolean> {
    return this.run('resend', entryId, () => {
      const row = this.database.outbox.get(entryId);
      if (row?.state !== 'failed' && row?.state !== 'unknown') return false;
      const fresh = { reconcileAt: null, absentSince: null, reason: null };
      return this.database.outbox.update(entryId, { ...fresh, state: 'waiting', dueAt });
    });
  }

  async withdraw(entryId: OutboxEntryId): Promise<boolean> {
    return this.run('withdraw', entryId, () => {
      if (this.database.outbox.get(entryId)?.state !== 'waiting') return false;
      return this.database.outbox.update(entryId, { state: 'withdrawn' });
    });
  }

  async recallAnswer(staffId: StaffId, key: string): Promise<RememberedAnswer | null> {
    return this.run(
      'recallAnswer',
      key,
      () => this.database.answers.get(`${staffId} ${key}`) ?? null,
    );
  }

  async rememberAnswer(answer: Parameters<RequestTransaction['rememberAnswer']>[0]): Promise<void> {
    await this.run('rememberAnswer', answer, () => {
      this.database.answers.insert(`${answer.staffId} ${answer.key}`, answer);
    });
  }

  private async run<Value>(statement: string, row: unknown, work: () => Value): Promise<Value> {
    await Promise.resolve();
    this.database.onStatement(statement, [row]);
    return work();
  }
}

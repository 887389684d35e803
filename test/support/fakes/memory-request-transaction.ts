import type { AuditEntry } from '#core/audit/audit-entry';
import { goesToStaff } from '#core/channel/delivery';
import type { NewConsentEntry } from '#core/consent/consent-entry';
import type { MessageId, OutboxEntryId, ServiceRequestId, StaffId } from '#core/identity/ids';
import type { Addressed } from '#core/ladder/next-rung';
import type { Refusal } from '#core/ladder/refusal';
import type { NewMessage, NewOutboxEntry, NewOutgoingFile } from '#core/request/records';
import type {
  DeliveryState,
  RememberedAnswer,
  RequestTransaction,
  WrittenClocks,
} from '#core/request/request-store';
import type { SlaClock } from '#core/sla/sla-clock';
import { earliest, type Instant } from '#core/time/instant';

import { writeConsent } from './memory-consent.js';
import type { MemoryDatabase } from './memory-database.js';
import { moveDeadline } from './memory-emergency-rows.js';
import { addressedOf } from './memory-ladder-store.js';
import { insertOutboxRow } from './memory-outbox-rows.js';
import { deliveryOf, waysOf } from './memory-request-reading.js';

export class MemoryRequestTransaction implements RequestTransaction {
  constructor(private readonly database: MemoryDatabase) {}

  async insertMessage(message: NewMessage): Promise<void> {
    await this.run('insertMessage', message, () => {
      this.database.messages.insert(message.id, message);
      const request = this.database.requests.get(message.requestId);
      if (request === undefined) return;
      const messageCount = request.messageCount + 1;
      this.database.requests.update(request.id, { messageCount });
      if (message.direction === 'outbound') this.answered(request.id, message.occurredAt);
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
      const { id, status, reason: closeReason, sentence: closeSentence } = closing;
      const { breachReason, closedAt } = closing;
      const said = { closeReason, closeSentence, breachReason };
      const closed = { status, ...said, closedAt, streamKey: null };
      this.database.requests.update(id, closed);
    });
  }

  async lockClocks(id: ServiceRequestId): Promise<readonly SlaClock[]> {
    return this.run('lockClocks', id, () =>
      this.database.clocks.all().filter(({ requestId }) => requestId === id),
    );
  }

  async writeClocks(id: ServiceRequestId, { changed, started }: WrittenClocks): Promise<void> {
    await this.run('writeClocks', id, () => {
      const { clocks, segments } = this.database;
      for (const { clock } of changed) clocks.update(clock.id, clock);
      for (const { clock } of started) clocks.insert(clock.id, clock);
      for (const segment of [
        ...changed.flatMap((change) => change.segments),
        ...started.map((start) => start.segment),
      ]) {
        segments.insert(this.database.nextKey(segments), segment);
      }
      moveDeadline(this.database, id);
    });
  }

  async firstWordsAfter(id: ServiceRequestId, at: Instant): Promise<Instant | null> {
    return this.run('firstWordsAfter', id, () => {
      const later = this.database.messages.all().filter((message) => {
        const isTheirs = message.direction === 'inbound' && !message.automatic;
        return message.requestId === id && isTheirs && message.occurredAt > at;
      });
      return earliest(later.map(({ occurredAt }) => occurredAt));
    });
  }

  async markAnswered(id: ServiceRequestId, at: Instant): Promise<void> {
    await this.run('markAnswered', id, () => {
      this.answered(id, at);
    });
  }

  async insertAudit(entry: AuditEntry): Promise<void> {
    await this.run('insertAudit', entry, () => {
      const { audit } = this.database;
      audit.insert(this.database.nextKey(audit), entry);
    });
  }

  async writeConsent(entries: readonly NewConsentEntry[]): Promise<void> {
    await this.run('writeConsent', entries, () => {
      writeConsent(this.database, entries);
    });
  }

  async findOutgoing(
    requestId: ServiceRequestId,
    id: MessageId | OutboxEntryId,
  ): Promise<DeliveryState | null> {
    return this.run('findOutgoing', id, () => {
      const rows = this.database.outbox
        .all()
        .filter((entry) => entry.requestId === requestId && !goesToStaff(entry.kind));
      const row = rows.find((entry) => [entry.id, entry.messageId].includes(id));
      return row === undefined ? null : deliveryOf(waysOf(row, rows));
    });
  }

  async resend(entryId: OutboxEntryId, dueAt: Instant): Promise<boolean> {
    return this.run('resend', entryId, () => {
      const row = this.database.outbox.get(entryId);
      if (row?.state !== 'failed' && row?.state !== 'unknown') return false;
      const unlooked = { reconcileAt: null, absentSince: null, reason: null };
      const fresh = { ...unlooked, refusal: null, ladderAt: null };
      return this.database.outbox.update(entryId, { ...fresh, state: 'waiting', dueAt });
    });
  }

  async readAddressed(requestId: ServiceRequestId): Promise<Addressed> {
    return this.run('readAddressed', requestId, () => addressedOf(this.database, requestId));
  }

  async turnAway(
    entryId: OutboxEntryId,
    refusal: Refusal,
    ladderAt: Instant | null,
  ): Promise<void> {
    await this.run('turnAway', entryId, () => {
      const refused = { state: 'withdrawn', reason: refusal, refusal, ladderAt } as const;
      this.database.outbox.update(entryId, refused);
    });
  }

  async forgetUndelivered(requestId: ServiceRequestId): Promise<boolean> {
    return this.run('forgetUndelivered', requestId, () =>
      this.database.undelivered.delete(requestId),
    );
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

  private answered(id: ServiceRequestId, at: Instant): void {
    const before = this.database.requests.get(id)?.lastMessageAt ?? at;
    const lastMessageAt = Math.max(before, at) as Instant;
    this.database.requests.update(id, { lastMessageAt, awaitsReply: false });
  }

  private async run<Value>(statement: string, row: unknown, work: () => Value): Promise<Value> {
    await Promise.resolve();
    this.database.onStatement(statement, [row]);
    return work();
  }
}

import type { AuditEntry } from '#core/audit/audit-entry';
import type { Emergency, EmergencyChange } from '#core/emergency/emergency';
import type { EmergencyQuery } from '#core/emergency/emergency-store';
import { StoreConflict } from '#core/error/store-errors';
import type { ServiceRequestId, SlaClockId } from '#core/identity/ids';
import type {
  EnvelopeSettlement,
  FailedSend,
  KnownSender,
  PendingEnvelope,
  QuarantinedEnvelope,
  ReferencedRequest,
  References,
  RegistrationTransaction,
  ReportedSend,
  ScheduledDigest,
  SenderKeys,
  UndeliverableAddress,
  UntoldRequest,
} from '#core/intake/registration-store';
import type {
  NewAttachment,
  NewContact,
  NewContactPoint,
  NewMessage,
  NewOutboxEntry,
  NewRequestLink,
  NewServiceRequest,
  ReceivedReceipt,
  RequestUpdate,
} from '#core/request/records';
import type { SlaClock, SlaSegment } from '#core/sla/sla-clock';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import { scheduleDigest, senderTold } from './memory-digest-store.js';
import { emergenciesFor, writeEmergency } from './memory-emergency-rows.js';
import { failedSends } from './memory-failed-sends.js';
import { applyReceipts, insertOutboxRow } from './memory-outbox-rows.js';
import { awaitDelivered } from './memory-questions.js';
import { currentOf, referencedRequests } from './memory-references.js';
import type { EnvelopeRow } from './memory-rows.js';

export class MemoryRegistrationTransaction implements RegistrationTransaction {
  constructor(private readonly database: MemoryDatabase) {}

  async lockLanes(lanes: readonly number[]): Promise<readonly number[]> {
    return this.run('lockLanes', lanes, () =>
      lanes.filter((lane) => !this.database.lanesTaken.has(lane)),
    );
  }

  async readPending(lanes: readonly number[], limit: number): Promise<readonly PendingEnvelope[]> {
    return this.run('readPending', lanes, () => {
      const share = Math.max(1, Math.floor(limit / lanes.length));
      const pending = pendingIn(this.database);
      return lanes
        .flatMap((lane) => pending.filter((row) => row.lane === lane).slice(0, share))
        .sort((one, other) => one.id - other.id)
        .map(asPending);
    });
  }

  async findSenders(
    keys: readonly SenderKeys[],
    acknowledgedAfter: Instant,
  ): Promise<readonly KnownSender[]> {
    return this.run('findSenders', keys, () =>
      keys.map(({ identityKey, addressKey }) => {
        const point = this.database.contactPoints.findUnique(0, addressKey.toString('hex'));
        const request = this.database.requests.findUnique(1, identityKey.toString('hex'));
        return {
          identityKey,
          addressKey,
          contactId: point?.contactId ?? null,
          contactPointId: point?.id ?? null,
          current: request === undefined ? null : currentOf(this.database, request),
          told: senderTold(this.database, point?.id ?? null, acknowledgedAfter),
        };
      }),
    );
  }

  async findReferences(references: References): Promise<readonly ReferencedRequest[]> {
    return this.run('findReferences', [references], () =>
      referencedRequests(this.database, references),
    );
  }

  async settleEnvelopes(settlements: readonly EnvelopeSettlement[]): Promise<void> {
    await this.run('settleEnvelopes', settlements, () => {
      for (const { envelopeId, outcome, requestId, reason } of settlements) {
        const { envelopes } = this.database;
        if (envelopes.get(envelopeId)?.outcome !== null) {
          throw new StoreConflict(`envelope ${String(envelopeId)} is not pending`);
        }
        envelopes.update(envelopeId, { outcome, requestId, reason });
      }
    });
  }

  async insertContacts(rows: readonly NewContact[]): Promise<void> {
    await this.each('insertContacts', rows, (row) => {
      this.database.contacts.insert(row.id, row);
    });
  }

  async insertContactPoints(rows: readonly NewContactPoint[]): Promise<void> {
    await this.each('insertContactPoints', rows, (row) => {
      this.database.contactPoints.insert(row.id, row);
    });
  }

  async insertMessages(rows: readonly NewMessage[]): Promise<void> {
    await this.each('insertMessages', rows, (row) => {
      this.database.messages.insert(row.id, row);
    });
  }

  async insertAttachments(rows: readonly NewAttachment[]): Promise<void> {
    await this.each('insertAttachments', rows, (row) => {
      const unfetched = { sha256: null, size: null, reason: null, attempts: 0 };
      const { createdAt: dueAt } = row;
      this.database.attachments.insert(row.id, { ...row, ...unfetched, state: 'pending', dueAt });
    });
  }

  async insertClocks(rows: readonly SlaClock[]): Promise<void> {
    await this.each('insertClocks', rows, (row) => {
      this.database.clocks.insert(row.id, { ...row, metAt: null });
    });
  }

  async findPausedClocks(ids: readonly ServiceRequestId[]): Promise<readonly SlaClock[]> {
    return this.run('findPausedClocks', ids, () =>
      this.database.clocks
        .all()
        .filter(({ requestId, state }) => ids.includes(requestId) && state === 'paused'),
    );
  }

  async updateClocks(rows: readonly SlaClock[]): Promise<void> {
    await this.each('updateClocks', rows, (row) => {
      this.database.clocks.update(row.id, row);
    });
  }

  async awaitCitizens(arrived: readonly ReportedSend[]): Promise<void> {
    if (arrived.length === 0) return;
    await this.run('awaitCitizens', arrived, () => {
      awaitDelivered(this.database, arrived);
    });
  }

  async insertSegments(rows: readonly SlaSegment[]): Promise<void> {
    const { segments } = this.database;
    await this.each('insertSegments', rows, (row) => {
      segments.insert(this.database.nextKey(segments), row);
    });
  }

  async updateRequests(rows: readonly RequestUpdate[]): Promise<void> {
    await this.each('updateRequests', rows, ({ id, addedMessages, ...row }) => {
      const before = this.database.requests.get(id);
      const messageCount = (before?.messageCount ?? 0) + addedMessages;
      const isOpen = row.closedAt === null;
      const unsaid = { closeReason: null, closeSentence: null, breachReason: null };
      this.database.requests.update(id, { ...row, messageCount, ...(isOpen && unsaid) });
    });
  }

  async applyReceipts(rows: readonly ReceivedReceipt[]): Promise<void> {
    await this.run('applyReceipts', rows, () => {
      applyReceipts(this.database, rows);
    });
  }

  async findFailedSends(failures: readonly ReportedSend[]): Promise<readonly FailedSend[]> {
    if (failures.length === 0) return [];
    return this.run('findFailedSends', failures, () => failedSends(this.database, failures));
  }

  async reopenClocks(ids: readonly SlaClockId[]): Promise<void> {
    await this.each('reopenClocks', ids, (id) => {
      const startedAt = this.database.clocks.get(id)?.startedAt ?? null;
      this.database.clocks.update(id, { state: 'running', metAt: null, nextStepAt: startedAt });
    });
  }

  async markUndeliverable(rows: readonly UndeliverableAddress[]): Promise<void> {
    await this.each('markUndeliverable', rows, ({ contactPointId }) => {
      this.database.undeliverable.add(contactPointId);
    });
  }

  async insertQuarantine(rows: readonly QuarantinedEnvelope[]): Promise<void> {
    await this.each('insertQuarantine', rows, (row) => {
      this.database.quarantine.insert(row.envelopeId, row);
    });
  }

  async insertAudit(rows: readonly AuditEntry[]): Promise<void> {
    const { audit } = this.database;
    await this.each('insertAudit', rows, (row) => {
      audit.insert(this.database.nextKey(audit), row);
    });
  }

  async lockEmergencies(query: EmergencyQuery): Promise<readonly Emergency[]> {
    return this.run('lockEmergencies', [query], () => emergenciesFor(this.database, query));
  }

  async writeEmergencies(changes: readonly EmergencyChange[]): Promise<void> {
    await this.each('writeEmergencies', changes, (change) => {
      writeEmergency(this.database, change);
    });
  }

  async takeNumbers(series: string, count: number): Promise<number> {
    return this.run('takeNumbers', [series, count], () => {
      const { counters } = this.database;
      const last = counters.get(series)?.value ?? 0;
      const value = last + count;
      if (!counters.update(series, { value })) counters.insert(series, { value });
      return last + 1;
    });
  }

  async insertRequests(rows: readonly NewServiceRequest[]): Promise<void> {
    const open = { closedAt: null, closeReason: null, closeSentence: null, breachReason: null };
    await this.each('insertRequests', rows, (row) => {
      this.database.requests.insert(row.id, { ...row, ...open });
    });
  }

  async insertRequestLinks(rows: readonly NewRequestLink[]): Promise<void> {
    const { links } = this.database;
    await this.each('insertRequestLinks', rows, (row) => {
      links.insert(this.database.nextKey(links), row);
    });
  }

  async insertOutbox(rows: readonly NewOutboxEntry[]): Promise<void> {
    await this.each('insertOutbox', rows, (row) => {
      insertOutboxRow(this.database, row);
    });
  }

  async insertUntold(rows: readonly UntoldRequest[]): Promise<void> {
    await this.each('insertUntold', rows, (row) => {
      this.database.untold.insert(row.requestId, row);
    });
  }

  async scheduleDigests(rows: readonly ScheduledDigest[]): Promise<void> {
    await this.each('scheduleDigests', rows, (row) => {
      scheduleDigest(this.database, row);
    });
  }

  async savepoint(work: () => Promise<void>): Promise<void> {
    await this.database.savepoint(work);
  }

  private async each<Row>(
    statement: string,
    rows: readonly Row[],
    work: (row: Row) => void,
  ): Promise<void> {
    if (rows.length === 0) return;
    await this.run(statement, rows, () => {
      for (const row of rows) work(row);
    });
  }

  private async run<Value>(
    statement: string,
    rows: readonly unknown[],
    work: () => Value,
  ): Promise<Value> {
    await Promise.resolve();
    this.database.onStatement(statement, rows);
    return work();
  }
}

/** Pending rows in arrival order. */
export function pendingIn(database: MemoryDatabase): EnvelopeRow[] {
  return database.envelopes
    .all()
    .filter((row) => row.outcome === null)
    .sort((one, other) => one.id - other.id);
}

export function asPending(row: EnvelopeRow): PendingEnvelope {
  const { id, channelAccountId, identityKey, providerId, contentType } = row;
  const { raw, rawSha256, receivedAt, strikes } = row;
  const sender = { channelAccountId, identityKey, providerId };
  return { id, ...sender, contentType, raw, rawSha256, receivedAt, strikes };
}

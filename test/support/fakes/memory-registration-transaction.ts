import type { AuditEntry } from '#core/audit/audit-entry';
import type { NewConsentEntry } from '#core/consent/consent-entry';
import type { EmergencyChange } from '#core/emergency/emergency';
import { StoreConflict } from '#core/error/store-errors';
import type { SlaClockId } from '#core/identity/ids';
import type { BlockCount } from '#core/intake/block-cap';
import type {
  EnvelopeSettlement,
  QuarantinedEnvelope,
  RegistrationTransaction,
  ReportedSend,
  ScheduledDigest,
  TurnedAway,
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

import { reopenAlerts } from './memory-alert-store.js';
import { writeConsent } from './memory-consent.js';
import { scheduleDigest } from './memory-digest-store.js';
import { writeEmergency } from './memory-emergency-rows.js';
import { applyReceipts, insertOutboxRow } from './memory-outbox-rows.js';
import { awaitDelivered } from './memory-questions.js';
import { MemoryRegistrationReading } from './memory-registration-reading.js';
import { turnAwayRows } from './memory-turned-away.js';

export class MemoryRegistrationTransaction
  extends MemoryRegistrationReading
  implements RegistrationTransaction
{
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

  async writeConsent(entries: readonly NewConsentEntry[]): Promise<void> {
    await this.run('writeConsent', entries, () => {
      writeConsent(this.database, entries);
    });
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

  async countBlocks(rows: readonly BlockCount[]): Promise<void> {
    await this.each('countBlocks', rows, (row) => {
      const key = `${row.block} ${String(row.windowStartAt)}`;
      const known = this.database.blocks.get(key);
      const { acknowledged = 0, withheld = 0 } = known ?? {};
      const sum = {
        acknowledged: acknowledged + row.acknowledged,
        withheld: withheld + row.withheld,
      };
      if (!this.database.blocks.update(key, sum)) this.database.blocks.insert(key, row);
    });
  }

  async reopenAlerts(failures: readonly ReportedSend[], at: Instant): Promise<void> {
    if (failures.length === 0) return;
    await this.run('reopenAlerts', failures, () => {
      reopenAlerts(this.database, failures, at);
    });
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

  async turnAway(rows: readonly TurnedAway[]): Promise<void> {
    if (rows.length === 0) return;
    await this.run('turnAway', rows, () => {
      turnAwayRows(this.database, rows);
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
}

import { AsyncLocalStorage } from 'node:async_hooks';

import type { ChannelAccountRecord } from '#core/account/channel-account-store';
import type { Alert } from '#core/alert/alert';
import type { AuditEntry } from '#core/audit/audit-entry';
import type { NewConsentEntry } from '#core/consent/consent-entry';
import type { OptOut } from '#core/consent/opt-out';
import type { DutyReport } from '#core/emergency/duty-report';
import type { Emergency, EmergencyStep } from '#core/emergency/emergency';
import type {
  ChannelAccountId,
  ContactId,
  ContactPointId,
  OutboxEntryId,
} from '#core/identity/ids';
import type { BlockCount } from '#core/intake/block-cap';
import type { QuarantinedEnvelope, UntoldRequest } from '#core/intake/registration-store';
import type {
  NewContact,
  NewContactPoint,
  NewMessage,
  NewRequestLink,
  ReceivedReceipt,
} from '#core/request/records';
import type { Service } from '#core/service/service';
import { shippedServices } from '#core/service/shipped-services';
import type { AccountArrivals, ArrivalHour } from '#core/silence/arrival-store';
import type { SlaSegment } from '#core/sla/sla-clock';
import type { DailySpend } from '#core/spend/billing';
import type { StaffAddress, StaffKey, StaffMember } from '#core/staff/staff-store';
import type { Instant } from '#core/time/instant';
import type { TownDocument } from '#core/town/town-document-store';
import type { SlaNotice } from '#core/watch/watch-store';

import type {
  AnswerRow,
  ArrivalCursorRow,
  AttachmentRow,
  AttemptRow,
  ClockRow,
  DigestRow,
  EnvelopeCopyRow,
  EnvelopeRow,
  OutboxRow,
  RequestRow,
  UndeliveredRow,
} from './memory-rows.js';
import { MemoryTable } from './memory-table.js';

/** Called before each statement with its name and rows; may throw what a database would. */
export type StatementHook = (statement: string, rows: readonly unknown[]) => void;

/** One for all databases: every further storage would slow down every promise of the process. */
const inTransaction = new AsyncLocalStorage<MemoryDatabase>();

/**
 * Tables in memory behind a gate of one: a transaction has the database for itself, as in the
 * embedded one, and is undone when its work throws.
 */
export class MemoryDatabase {
  /** Set it to fail, refuse or count statements. */
  onStatement: StatementHook = () => undefined;

  private readonly undo: (() => void)[] = [];
  private gate: Promise<unknown> = Promise.resolve();

  readonly envelopes = new MemoryTable<EnvelopeRow>('inbound_envelope', this.undo, [
    (row) => row.dedupeKey.toString('hex'),
  ]);
  readonly envelopeCopies = new MemoryTable<EnvelopeCopyRow>('envelope_copy', this.undo);
  readonly contacts = new MemoryTable<NewContact>('contact', this.undo);
  readonly contactPoints = new MemoryTable<NewContactPoint>('contact_point', this.undo, [
    (row) => row.addressKey?.toString('hex') ?? null,
  ]);
  readonly requests = new MemoryTable<RequestRow>('service_request', this.undo, [
    (row) => row.number,
    (row) => row.conversationKey?.toString('hex') ?? null,
  ]);
  readonly messages = new MemoryTable<NewMessage>('message', this.undo, [
    (row) => (row.envelopeId === null ? null : String(row.envelopeId)),
  ]);
  readonly attachments = new MemoryTable<AttachmentRow>('attachment', this.undo);
  readonly clocks = new MemoryTable<ClockRow>('sla_clock', this.undo, [
    (row) => `${row.requestId} ${row.kind} ${String(row.startedAt)}`,
  ]);
  readonly blocks = new MemoryTable<BlockCount>('acknowledged_block', this.undo);
  readonly spends = new MemoryTable<DailySpend>('daily_spend', this.undo);
  readonly segments = new MemoryTable<SlaSegment>('sla_segment', this.undo);
  readonly links = new MemoryTable<NewRequestLink>('request_link', this.undo);
  readonly optOuts = new MemoryTable<OptOut>('opt_out', this.undo);
  readonly undelivered = new MemoryTable<UndeliveredRow>('undelivered', this.undo);
  readonly undeliverable = new Set<ContactPointId>();
  readonly quarantine = new MemoryTable<QuarantinedEnvelope>('quarantine', this.undo);
  readonly audit = new MemoryTable<AuditEntry>('audit', this.undo);
  readonly outbox = new MemoryTable<OutboxRow>('outbox_entry', this.undo, [
    (row) => row.ladder?.from ?? null,
  ]);
  readonly attempts = new MemoryTable<AttemptRow>('delivery_attempt', this.undo, [
    (row) => `${row.entryId} ${String(row.number)}`,
  ]);
  readonly receipts = new MemoryTable<ReceivedReceipt>('delivery_receipt', this.undo);
  readonly answers = new MemoryTable<AnswerRow>('remembered_answer', this.undo);
  readonly accounts = new MemoryTable<ChannelAccountRecord>('channel_account', this.undo, [
    (row) => row.code,
  ]);
  readonly staff = new MemoryTable<StaffMember & { readonly createdAt: Instant }>(
    'staff',
    this.undo,
  );
  readonly documents = new MemoryTable<TownDocument>('town_document', this.undo);
  readonly staffAddresses = new MemoryTable<StaffAddress>('staff_address', this.undo, [
    ({ staffId, kind, address }) => `${staffId} ${kind} ${address}`,
  ]);
  readonly notices = new MemoryTable<SlaNotice & { readonly annulledAt?: Instant }>(
    'sla_notice',
    this.undo,
  );
  readonly alerts = new MemoryTable<Alert>('alert', this.undo, [(row) => row.key.toString('hex')]);
  readonly arrivalHours = new MemoryTable<ArrivalHour & { readonly account: ChannelAccountId }>(
    'arrival_hour',
    this.undo,
  );
  readonly arrivalAccounts = new MemoryTable<AccountArrivals>('arrival_account', this.undo);
  readonly arrivalCursor = new MemoryTable<ArrivalCursorRow>('arrival_cursor', this.undo);
  readonly emergencies = new MemoryTable<Emergency>('emergency', this.undo, [
    ({ number }) => String(number),
  ]);
  readonly emergencySteps = new MemoryTable<EmergencyStep>('emergency_step', this.undo);
  readonly dutyReports = new MemoryTable<DutyReport>('duty_report', this.undo);
  readonly services: Service[] = [...shippedServices];
  readonly staffKeys = new MemoryTable<StaffKey>('staff_key', this.undo);
  readonly counters = new MemoryTable<{ readonly value: number }>('number_counter', this.undo);
  readonly cursors = new MemoryTable<{ readonly cursor: string }>('poll_cursor', this.undo);
  readonly pauses = new MemoryTable<{
    readonly accountId: ChannelAccountId;
    readonly until: Instant;
  }>('account_pause', this.undo);

  readonly digests = new MemoryTable<DigestRow>('acknowledgement_digest', this.undo);
  readonly untold = new MemoryTable<UntoldRequest>('untold_request', this.undo);

  readonly consentEntries = new MemoryTable<NewConsentEntry & { readonly contactId: ContactId }>(
    'consent_entry',
    this.undo,
  );
  readonly introductions = new MemoryTable<{ readonly outboxId: OutboxEntryId }>(
    'introduction',
    this.undo,
  );

  /** Lanes that a colleague holds: set by tests. */
  readonly lanesTaken = new Set<number>();

  /** One transaction: waits for the gate, undone when `work` throws. */
  async transaction<Value>(work: () => Promise<Value> | Value): Promise<Value> {
    if (inTransaction.getStore() === this) {
      throw new Error('A transaction inside a transaction would wait for itself.');
    }
    const turn = this.gate.then(() => inTransaction.run(this, () => this.run(work)));
    this.gate = turn.catch(() => undefined);
    return turn;
  }

  /** Undoes what `work` wrote when it throws; the transaction goes on. */
  async savepoint<Value>(work: () => Promise<Value>): Promise<Value> {
    const mark = this.undo.length;
    try {
      return await work();
    } catch (error) {
      this.undoTo(mark);
      throw error;
    }
  }

  /** A number for rows whose key nobody reads. */
  nextKey(table: { readonly size: number }): number {
    return table.size + 1;
  }

  private async run<Value>(work: () => Promise<Value> | Value): Promise<Value> {
    this.undo.length = 0;
    try {
      return await this.savepoint(async () => work());
    } finally {
      this.undo.length = 0;
    }
  }

  private undoTo(mark: number): void {
    for (const undoOne of this.undo.splice(mark).reverse()) undoOne();
  }
}

import type { Town } from '#core/account/town';
import type { Normalised } from '#core/channel/normalised';
import type { ReconcilePorts } from '#core/delivery/reconcile-unknown';
import type { DigestPorts } from '#core/digest/send-digests';
import type { ServiceRequestId, StaffId } from '#core/identity/ids';
import { timeOrderedIds } from '#core/identity/time-ordered-id';
import { defaultAcknowledgementCap } from '#core/intake/acknowledgement-cap';
import type { AwaitPorts } from '#core/intake/await-registration';
import { noCheckpoint } from '#core/intake/checkpoint';
import { drainRegistrations } from '#core/intake/drain-registrations';
import { type AcceptedBatch, toRows } from '#core/intake/envelope-rows';
import { type IntakeKnowledge, intakeKnowledge } from '#core/intake/intake-knowledge';
import { ParseAhead } from '#core/intake/parse-ahead';
import type { CalendarPorts } from '#core/recount/change-calendar';
import type { StaffActionPorts } from '#core/reply/staff-action';
import { pageLinks } from '#core/secret/page-links';
import { replyTokens } from '#core/secret/reply-tokens';
import { signedLinks } from '#core/secret/signed-links';
import { readTown, shippedTown, type TownSnapshot } from '#core/town/read-town';

import { FakeAccounts } from './fake-accounts.js';
import { fakeAccountId, fakeEnvelope, fakeMessage, type SaidMessage } from './fake-channel.js';
import { FakeClock } from './fake-clock.js';
import { MemoryAttachmentStore } from './memory-attachment-store.js';
import { MemoryDatabase } from './memory-database.js';
import { MemoryDigestStore } from './memory-digest-store.js';
import { MemoryEmergencyStore } from './memory-emergency-store.js';
import { MemoryEnvelopeStore } from './memory-envelope-store.js';
import { MemoryFileStore } from './memory-file-store.js';
import { MemoryLadderStore } from './memory-ladder-store.js';
import { MemoryLedgerStore } from './memory-ledger-store.js';
import { MemoryOutboxStore } from './memory-outbox-store.js';
import { MemoryRecountStore } from './memory-recount-store.js';
import { MemoryRegistrationStore } from './memory-registration-store.js';
import { MemoryRequestStore } from './memory-request-store.js';
import type { RequestRow } from './memory-rows.js';
import { MemorySpendStore } from './memory-spend-store.js';
import { listedStaff } from './memory-staff-store.js';
import { MemoryTownDocumentStore } from './memory-town-document-store.js';

export const fakeStaffId = '00000000-0000-7000-8000-000000005aff' as StaffId;

/** A whole town in memory: the ports of every use case over one database. */
export class MemoryTown implements AwaitPorts {
  readonly clock = new FakeClock();
  readonly database = new MemoryDatabase();
  readonly envelopes = new MemoryEnvelopeStore(this.database);
  readonly attachments = new MemoryAttachmentStore(this.database);
  readonly files = new MemoryFileStore(this.clock);
  readonly store: MemoryRegistrationStore;
  readonly parsing: ParseAhead;
  readonly outbox = new MemoryOutboxStore(this.database);
  readonly requests = new MemoryRequestStore(this.database);
  readonly ladders = new MemoryLadderStore(this.database);
  readonly digests = new MemoryDigestStore(this.database);
  readonly ledger = new MemoryLedgerStore(this.database);
  readonly links = signedLinks([Buffer.alloc(32, 7)]);
  readonly replyTokens = replyTokens([Buffer.alloc(32, 7)]);
  readonly pageLinks = pageLinks([Buffer.alloc(32, 8)]);
  readonly newId = timeOrderedIds(this.clock);
  readonly checkpoint = noCheckpoint;
  readonly documents = new MemoryTownDocumentStore(this.database);
  readonly recounts = new MemoryRecountStore(this.database);
  snapshot: TownSnapshot = shippedTown;
  readonly town: () => Town = () => this.snapshot.town;
  readonly knowledge = (): IntakeKnowledge =>
    intakeKnowledge(this.database.services, listedStaff(this.database));
  readonly spend = new MemorySpendStore(this.database);
  readonly emergencies = new MemoryEmergencyStore(this.database);
  readonly acknowledgementCap = defaultAcknowledgementCap;
  /** How often the sending side was told that something is due. */
  rings = 0;

  constructor(
    readonly accounts = new FakeAccounts(),
    batchSize = 32,
  ) {
    this.store = new MemoryRegistrationStore(this.database, batchSize);
    this.parsing = new ParseAhead(this);
    const staff = { id: fakeStaffId, name: 'Ana Ruiz', role: 'advocate' } as const;
    this.database.staff.insert(fakeStaffId, { ...staff, createdAt: this.clock.now() });
  }

  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.clock.advance(milliseconds);
    await Promise.resolve();
  };

  get calendarPorts(): CalendarPorts {
    const { documents, recounts, clock, newId, checkpoint, town } = this;
    const current = (name: string) => this.snapshot.calendars.get(name) ?? null;
    const refresh = async () => {
      this.snapshot = readTown(await documents.newest(), this.snapshot);
    };
    const pause = () => Promise.resolve();
    return { documents, recounts, clock, newId, checkpoint, town, current, refresh, pause };
  }

  get staffPorts(): StaffActionPorts {
    const { requests, accounts, clock, newId, files, town } = this;
    const ring = () => {
      this.rings += 1;
    };
    return { requests, accounts, clock, newId, files, town, ring };
  }

  get digestPorts(): DigestPorts {
    const { digests, accounts, clock, newId, town, checkpoint } = this;
    return { digests, accounts, clock, newId, town, checkpoint, ring: this.staffPorts.ring };
  }

  get reconcilePorts(): Omit<ReconcilePorts, 'schedule'> {
    const { outbox, accounts, clock, town } = this;
    return { outbox, accounts, clock, town };
  }

  /** Stores what the channel handed over, as acceptance would. */
  async accept(...events: readonly Normalised[]): Promise<void> {
    const envelopes = events.map((event) => fakeEnvelope(event));
    await this.acceptBatch({ envelopes });
  }

  async acceptBatch(batch: Partial<AcceptedBatch>): Promise<void> {
    const defaults = { channelAccountId: fakeAccountId, envelopes: [], wholeRequest: null };
    const whole = { ...defaults, receivedAt: this.clock.now(), ...batch };
    await this.envelopes.insert(await toRows(whole, this.files));
  }

  async register(): Promise<void> {
    const events = { registered: () => undefined, pause: () => Promise.resolve() };
    await drainRegistrations(this, events, () => false);
  }

  /** One message through the whole line. @returns the request that it ended at. */
  async receive(said: SaidMessage = {}): Promise<RequestRow> {
    await this.accept(fakeMessage(said));
    await this.register();
    const envelope = this.database.envelopes.all().at(-1);
    return this.request(envelope?.requestId ?? null);
  }

  request(id: ServiceRequestId | null): RequestRow {
    const row = id === null ? undefined : this.database.requests.get(id);
    if (row === undefined) throw new Error(`There is no request ${String(id)}`);
    return row;
  }
}

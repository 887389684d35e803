import type { ChannelAccountStore } from '#core/account/channel-account-store';
import type { AlertStore } from '#core/alert/alert-store';
import type { ConsentStore } from '#core/consent/consent-store';
import type { OutboxStore } from '#core/delivery/outbox';
import type { DigestStore } from '#core/digest/digest-store';
import type { DutyStore } from '#core/emergency/duty-report';
import type { EmergencyStore } from '#core/emergency/emergency-store';
import type { EnvelopeStore } from '#core/intake/envelope-store';
import type { RegistrationStore } from '#core/intake/registration-store';
import type { LadderStore } from '#core/ladder/ladder-store';
import type { LedgerStore } from '#core/ledger/ledger-finding';
import type { AttachmentStore } from '#core/media/attachment-store';
import type { SourceStore } from '#core/media/source-store';
import type { RecountStore } from '#core/recount/recount-store';
import type { RequestStore } from '#core/request/request-store';
import type { ServiceStore } from '#core/service/service';
import type { ArrivalStore } from '#core/silence/arrival-store';
import type { ClockStore } from '#core/sla/clock-store';
import type { SpendStore } from '#core/spend/spend-store';
import type { StaffStore } from '#core/staff/staff-store';
import type { Clock } from '#core/time/clock';
import type { TownDocumentStore } from '#core/town/town-document-store';
import type { WatchStore } from '#core/watch/watch-store';

import type { MigrationStatus } from './migrations/run-migrations.js';
import type { Dialect } from './sql/dialect.js';
import type { StorageFault } from './sql/storage-fault.js';

/** Every port of the core that a database answers. */
export interface Stores {
  readonly envelopes: EnvelopeStore;
  readonly registrations: RegistrationStore;
  readonly outbox: OutboxStore;
  readonly requests: RequestStore;
  readonly accounts: ChannelAccountStore;
  readonly staff: StaffStore;
  readonly attachments: AttachmentStore;
  readonly sources: SourceStore;
  readonly digests: DigestStore;
  readonly ledger: LedgerStore;
  readonly emergencies: EmergencyStore;
  readonly duties: DutyStore;
  readonly consent: ConsentStore;
  readonly services: ServiceStore;
  readonly alerts: AlertStore;
  readonly ladders: LadderStore;
  readonly watch: WatchStore;
  readonly arrivals: ArrivalStore;
  readonly documents: TownDocumentStore;
  readonly recounts: RecountStore;
  readonly clocks: ClockStore;
  readonly spend: SpendStore;
}

/** An open database. The stores may be used once its migrations have run. */
export interface Database extends Stores {
  readonly dialect: Dialect;
  readonly clock: Clock;
  readonly migrations: {
    /** Runs what is waiting, one process at a time. @returns the names of those run now. */
    run(): Promise<readonly string[]>;
    status(): Promise<MigrationStatus>;
  };
  /** Throws `StoreUnavailable` when the database does not answer. */
  ping(): Promise<void>;
  /** Waits for what is under way, then gives back connections and lock. */
  close(): Promise<void>;
}

export type DatabaseOpening =
  | { readonly kind: 'open'; readonly database: Database }
  /** It runs, but it must not be trusted so: every fault with its remedy. */
  | { readonly kind: 'refused'; readonly faults: readonly StorageFault[] };

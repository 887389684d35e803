import { mkdtemp, rm } from 'node:fs/promises';

import { afterAll, beforeEach, describe } from '@jest/globals';

import type { Clock } from '#core/time/clock';
import type { Stores } from '#persistence/database';
import { openDatabase } from '#persistence/open-database';

import { FakeClock } from '../../support/fakes/fake-clock.js';
import { MemoryAlertStore } from '../../support/fakes/memory-alert-store.js';
import { MemoryArrivalStore } from '../../support/fakes/memory-arrival-store.js';
import { MemoryAttachmentStore } from '../../support/fakes/memory-attachment-store.js';
import { MemoryChannelAccountStore } from '../../support/fakes/memory-channel-account-store.js';
import { MemoryClockStore } from '../../support/fakes/memory-clock-store.js';
import { MemoryConsentStore } from '../../support/fakes/memory-consent-store.js';
import { MemoryDatabase } from '../../support/fakes/memory-database.js';
import { MemoryDigestStore } from '../../support/fakes/memory-digest-store.js';
import { MemoryDutyStore } from '../../support/fakes/memory-duty-store.js';
import { MemoryEmergencyStore } from '../../support/fakes/memory-emergency-store.js';
import { MemoryEnvelopeStore } from '../../support/fakes/memory-envelope-store.js';
import { MemoryLadderStore } from '../../support/fakes/memory-ladder-store.js';
import { MemoryLedgerStore } from '../../support/fakes/memory-ledger-store.js';
import { MemoryOutboxStore } from '../../support/fakes/memory-outbox-store.js';
import { MemoryRecountStore } from '../../support/fakes/memory-recount-store.js';
import { MemoryRegistrationStore } from '../../support/fakes/memory-registration-store.js';
import { MemoryRequestStore } from '../../support/fakes/memory-request-store.js';
import { MemorySourceStore } from '../../support/fakes/memory-source-store.js';
import { MemorySpendStore } from '../../support/fakes/memory-spend-store.js';
import { MemoryStaffStore } from '../../support/fakes/memory-staff-store.js';
import { MemoryTownDocumentStore } from '../../support/fakes/memory-town-document-store.js';
import { MemoryWatchStore } from '../../support/fakes/memory-watch-store.js';
import {
  type DatabaseName,
  databaseOfThisRun,
  freshDatabase,
  onServices,
} from '../../support/services.js';

export interface OpenStores extends Stores {
  readonly clock: Clock;
  close(): Promise<void>;
}

export type StoresName = 'memory' | DatabaseName;

export interface StoresUnderTest {
  readonly name: StoresName;
  /** Empty stores; those of the test before are closed. */
  readonly stores: () => OpenStores;
}

/** Runs one suite over the fakes and the embedded database; on services, over MariaDB. */
export function onAllStores(what: string, suite: (under: StoresUnderTest) => void): void {
  if (!onServices()) onStores('memory', what, suite);
  onDatabases(what, suite);
}

/** For what only a real database can promise. */
export function onDatabases(what: string, suite: (under: StoresUnderTest) => void): void {
  onStores(databaseOfThisRun(), what, suite);
}

function onStores(name: StoresName, what: string, suite: (under: StoresUnderTest) => void): void {
  describe(`${what} (${name})`, () => {
    const opened: OpenStores[] = [];
    const closeAll = async () => {
      await Promise.all(opened.splice(0).map((stores) => stores.close()));
    };
    beforeEach(async () => {
      await closeAll();
      opened.push(await openers[name]());
    });
    afterAll(closeAll);
    const stores = () => {
      const [current] = opened;
      if (current === undefined) throw new Error('No stores are open.');
      return current;
    };
    suite({ name, stores });
  });
}

const openers: Readonly<Record<StoresName, () => Promise<OpenStores>>> = {
  memory: () => Promise.resolve(memoryStores()),
  sqlite: async () => {
    const folder = await mkdtemp('/tmp/tl-stores-');
    const stores = await migrated({ dialect: 'sqlite', folder });
    return {
      ...stores,
      close: async () => {
        await stores.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
  mariadb: async () => migrated({ dialect: 'mariadb', url: await freshDatabase() }),
};

async function migrated(options: Parameters<typeof openDatabase>[0]): Promise<OpenStores> {
  const opening = await openDatabase(options);
  if (opening.kind === 'refused') throw new Error(JSON.stringify(opening.faults));
  await opening.database.migrations.run();
  return opening.database;
}

function memoryStores(): OpenStores {
  const database = new MemoryDatabase();
  return {
    envelopes: new MemoryEnvelopeStore(database),
    registrations: new MemoryRegistrationStore(database),
    outbox: new MemoryOutboxStore(database),
    requests: new MemoryRequestStore(database),
    accounts: new MemoryChannelAccountStore(database),
    staff: new MemoryStaffStore(database),
    digests: new MemoryDigestStore(database),
    attachments: new MemoryAttachmentStore(database),
    sources: new MemorySourceStore(database),
    ledger: new MemoryLedgerStore(database),
    emergencies: new MemoryEmergencyStore(database),
    duties: new MemoryDutyStore(database),
    consent: new MemoryConsentStore(database),
    services: { list: () => Promise.resolve(database.services) },
    alerts: new MemoryAlertStore(database),
    ladders: new MemoryLadderStore(database),
    watch: new MemoryWatchStore(database),
    arrivals: new MemoryArrivalStore(database),
    documents: new MemoryTownDocumentStore(database),
    recounts: new MemoryRecountStore(database),
    clocks: new MemoryClockStore(database),
    spend: new MemorySpendStore(database),
    clock: new FakeClock(),
    close: () => Promise.resolve(),
  };
}

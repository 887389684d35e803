import type { NewId } from '#core/identity/ids';

import type { Stores } from '../database.js';
import type { SqlDatabase } from '../sql/sql-session.js';
import { alertStore } from './alert-store.js';
import { arrivalStore } from './arrival/arrival-store.js';
import { attachmentStore } from './attachment-store.js';
import { channelAccountStore } from './channel-account-store.js';
import { consentStore } from './consent/consent-store.js';
import { digestStore } from './digest-store.js';
import { dutyStore } from './emergency/duty-store.js';
import { emergencyStore } from './emergency/emergency-store.js';
import { envelopeStore } from './envelope-store.js';
import { ladderStore } from './ladder/ladder-store.js';
import { ledgerStore } from './ledger/ledger-store.js';
import { outboxStore } from './outbox/outbox-store.js';
import { type RegistrationDatabase, registrationStore } from './registration/registration-store.js';
import { requestStore } from './request/request-store.js';
import { serviceStore } from './service-store.js';
import { clockStore } from './sla/clock-store.js';
import { recountStore } from './sla/recount-store.js';
import { watchStore } from './sla/watch-store.js';
import { sourceStore } from './source-store.js';
import { spendStore } from './spend-store.js';
import { staffStore } from './staff-store.js';
import { townDocumentStore } from './town-document-store.js';

/** The connections that each store works with; on SQLite they are all the same one. */
export interface StoreDatabases {
  readonly general: SqlDatabase;
  readonly accept: SqlDatabase;
  readonly outbox: SqlDatabase;
  readonly registration: RegistrationDatabase;
  readonly newId: NewId;
}

export function storesOver(databases: StoreDatabases): Stores {
  const { general, accept, outbox, registration, newId } = databases;
  return {
    envelopes: envelopeStore({ accept, general }),
    registrations: registrationStore(registration),
    outbox: outboxStore(outbox, newId),
    requests: requestStore(general),
    accounts: channelAccountStore(general),
    staff: staffStore(general),
    attachments: attachmentStore(general),
    sources: sourceStore(general),
    digests: digestStore(general),
    ledger: ledgerStore(general),
    alerts: alertStore(general),
    ladders: ladderStore(general),
    emergencies: emergencyStore(general),
    duties: dutyStore(general),
    consent: consentStore(general),
    services: serviceStore(general),
    watch: watchStore(general),
    arrivals: arrivalStore(general),
    documents: townDocumentStore(general),
    recounts: recountStore(general),
    clocks: clockStore(general),
    spend: spendStore(general),
  };
}

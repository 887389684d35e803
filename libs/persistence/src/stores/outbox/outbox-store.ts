import type { OutboxStore } from '#core/delivery/outbox';
import { StoreConflict } from '#core/error/store-errors';
import type { NewId } from '#core/identity/ids';

import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { accountsWithWork } from './accounts-with-work.js';
import { claimDeliveries } from './claim-deliveries.js';
import { namedByOthers } from './named-by-others.js';
import { settleDeliveries } from './settle-deliveries.js';
import { expireLeases, reconcileDelivery, takeUnknown } from './unknown-deliveries.js';

export function outboxStore(database: SqlDatabase, newId: NewId): OutboxStore {
  const inTransaction = <Value>(work: (session: SqlSession) => Promise<Value>) =>
    againAfterConflict(() => database.transaction(work));
  return {
    accountsWithWork: (now) => database.session((session) => accountsWithWork(session, now)),
    claim: (claim) => againAfterConflict(() => claimDeliveries(database, claim, newId)),
    settle: (settlements, owner) =>
      inTransaction((session) =>
        settleDeliveries(session, settlements, { state: 'sending', owner }),
      ),
    expireLeases: (now, reconcileAt, limit) =>
      inTransaction((session) => expireLeases(session, { now, reconcileAt, limit })),
    takeUnknown: (now, until, limit) =>
      inTransaction((session) => takeUnknown(session, { now, until, limit })),
    namedByOthers: (delivery, providerIds) =>
      database.session((session) => namedByOthers(session, delivery, providerIds)),
    reconcile: (reconciliation) =>
      inTransaction((session) => reconcileDelivery(session, reconciliation)),
  };
}

const TRIES = 4;

/** An outcome that came in must not be given up for a deadlock: the whole transaction runs again. */
async function againAfterConflict<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreConflict) || tries === TRIES) throw error;
    }
  }
}

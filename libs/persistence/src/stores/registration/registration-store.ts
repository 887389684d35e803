import type { EnvelopeId } from '#core/identity/ids';
import type { RegistrationStore, RegistrationTransaction } from '#core/intake/registration-store';

import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { findConsent, writeConsent } from '../consent/write-consent.js';
import { findPages } from '../emergency/find-pages.js';
import { lockEmergencies, writeEmergencies } from '../emergency/write-emergencies.js';
import { turnAway } from '../outbox/turn-away.js';
import { awaitDelivered } from '../sla/await-citizens.js';
import { findPausedClocks } from '../sla/open-clocks.js';
import { updateClocks } from '../sla/update-clocks.js';
import { countBlocks, findBlocks } from './acknowledged-blocks.js';
import { applyReceipts } from './apply-receipts.js';
import { insertClocks, insertSegments } from './clock-inserts.js';
import { findFailedSends, markUndeliverable, reopenClocks } from './failed-sends.js';
import { findReferences } from './find-references.js';
import { findSenders } from './find-senders.js';
import {
  dirtyLanes,
  lockLanes,
  peekPending,
  readEnvelopes,
  readPending,
} from './pending-envelopes.js';
import {
  insertAttachments,
  insertAudit,
  insertContactPoints,
  insertContacts,
  insertMessages,
  insertOutbox,
  insertQuarantine,
  insertRequestLinks,
  insertRequests,
} from './record-inserts.js';
import { reopenAlerts } from './reopen-alerts.js';
import { insertUntold, scheduleDigests } from './schedule-digests.js';
import { settleEnvelopes } from './settle-envelopes.js';
import { takeNumbers } from './take-numbers.js';
import { updateRequests } from './update-requests.js';

export interface RegistrationDatabase {
  readonly batchSize: number;
  readonly transactions: SqlDatabase;
  /** A write committed at once, while a transaction of `transactions` may be open. */
  readonly commitAside: (write: (session: SqlSession) => Promise<void>) => Promise<void>;
}

export function registrationStore(database: RegistrationDatabase): RegistrationStore {
  const { batchSize, transactions, commitAside } = database;
  return {
    batchSize,
    dirtyLanes: () => transactions.session(dirtyLanes),
    peekPending: (lanes, limit) =>
      transactions.session((session) => peekPending(session, lanes, limit)),
    readEnvelopes: (ids) => transactions.session((session) => readEnvelopes(session, ids)),
    transaction: (work) => transactions.transaction((session) => work(transactionOver(session))),
    async strike(id) {
      let strikes = 0;
      await commitAside(async (session) => {
        strikes = await strike(session, id);
      });
      return strikes;
    },
  };
}

function transactionOver(session: SqlSession): RegistrationTransaction {
  return {
    lockLanes: (lanes) => lockLanes(session, lanes),
    readPending: (lanes, limit) => readPending(session, lanes, limit),
    findSenders: (keys, acknowledgedAfter) => findSenders(session, keys, acknowledgedAfter),
    findReferences: (references) => findReferences(session, references),
    findFailedSends: (failures) => findFailedSends(session, failures),
    findPages: (people, since) => findPages(session, people, since),
    findBlocks: (blocks, windowStartAt) => findBlocks(session, blocks, windowStartAt),
    countBlocks: (rows) => countBlocks(session, rows),
    reopenAlerts: (failures, at) => reopenAlerts(session, failures, at),
    settleEnvelopes: (settlements) => settleEnvelopes(session, settlements),
    insertContacts: (rows) => insertContacts(session, rows),
    insertContactPoints: (rows) => insertContactPoints(session, rows),
    insertMessages: (rows) => insertMessages(session, rows),
    insertAttachments: (rows) => insertAttachments(session, rows),
    insertClocks: (rows) => insertClocks(session, rows),
    findConsent: (ids) => findConsent(session, ids),
    writeConsent: (entries) => writeConsent(session, entries),
    findPausedClocks: (ids) => findPausedClocks(session, ids),
    updateClocks: (rows) => updateClocks(session, rows),
    awaitCitizens: (arrived) => awaitDelivered(session, arrived),
    insertSegments: (rows) => insertSegments(session, rows),
    updateRequests: (rows) => updateRequests(session, rows),
    applyReceipts: (rows) => applyReceipts(session, rows),
    reopenClocks: (ids) => reopenClocks(session, ids),
    markUndeliverable: (rows) => markUndeliverable(session, rows),
    turnAway: (rows) => turnAway(session, rows),
    insertQuarantine: (rows) => insertQuarantine(session, rows),
    insertAudit: (rows) => insertAudit(session, rows),
    lockEmergencies: (query) => lockEmergencies(session, query),
    writeEmergencies: (changes) => writeEmergencies(session, changes),
    takeNumbers: (series, count) => takeNumbers(session, series, count),
    insertRequests: (rows) => insertRequests(session, rows),
    insertRequestLinks: (rows) => insertRequestLinks(session, rows),
    insertOutbox: (rows) => insertOutbox(session, rows),
    insertUntold: (rows) => insertUntold(session, rows),
    scheduleDigests: (rows) => scheduleDigests(session, rows),
    savepoint: (work) => session.savepoint(work),
  };
}

const MOST_STRIKES = 100;

/** The envelope's row is not locked by its registration before it is settled. */
async function strike(session: SqlSession, id: EnvelopeId): Promise<number> {
  const [row] = await session.rows<{ readonly strikes: number }>(
    'SELECT strikes FROM inbound_envelope WHERE id = ?',
    [id],
  );
  const before = row?.strikes ?? 0;
  await session.run('UPDATE inbound_envelope SET strikes = ? WHERE id = ?', [
    Math.min(before + 1, MOST_STRIKES),
    id,
  ]);
  return before;
}

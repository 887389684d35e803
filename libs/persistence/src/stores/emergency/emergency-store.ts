import { EMERGENCY_SERIES } from '#core/emergency/emergency';
import { kindsText, readKinds } from '#core/emergency/emergency-kind';
import type { EmergencyStore, EmergencyTransaction } from '#core/emergency/emergency-store';
import type { EmergencyId, ServiceRequestId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import { instantText } from '../../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { addAlerts } from '../alert-store.js';
import { insertClocks, insertSegments } from '../registration/clock-inserts.js';
import { insertAudit } from '../registration/record-inserts.js';
import { takeNumbers } from '../registration/take-numbers.js';
import { shownOf, type ShownRow, shownSql } from './emergency-row.js';
import { moveDeadline } from './move-deadline.js';
import { findEmergency, listEmergencies, ofRequest } from './read-emergencies.js';
import { lockEmergencies, writeEmergencies } from './write-emergencies.js';

export function emergencyStore(database: SqlDatabase): EmergencyStore {
  return {
    due: (now, limit) => database.session((session) => due(session, now, limit)),
    change: (id, work) =>
      database.transaction(async (session) => {
        const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
        await session.rows(`SELECT id FROM emergency WHERE id = ?${lock}`, [id]);
        const [row] = await session.rows<ShownRow>(`${shownSql} WHERE e.id = ?`, [id]);
        return row === undefined ? null : work(transactionOver(session), shownOf(row));
      }),
    report: (flagged, decide) =>
      database.transaction((session) => report(session, flagged, decide)),
    list: (query) => database.session((session) => listEmergencies(session, query)),
    find: (number) => database.session((session) => findEmergency(session, number)),
    ofRequest: (requestId) => database.session((session) => ofRequest(session, requestId)),
  };
}

async function due(
  session: SqlSession,
  now: Instant,
  limit: number,
): Promise<readonly EmergencyId[]> {
  const rows = await session.rows<{ readonly id: EmergencyId }>(
    'SELECT id FROM emergency WHERE nextPageAt <= ? ORDER BY nextPageAt LIMIT ?',
    [instantText(now), limit],
  );
  return rows.map(({ id }) => id);
}

function transactionOver(session: SqlSession): EmergencyTransaction {
  return {
    write: (change) => writeEmergencies(session, [change]),
    async addAlerts(planned) {
      await addAlerts(session, planned);
    },
    insertAudit: (entry) => insertAudit(session, [entry]),
  };
}

interface FlaggedRow {
  readonly id: ServiceRequestId;
  readonly subject: string;
  readonly emergencies: string | null;
  readonly hasDuty: number;
}

/** The counter is the lock, as in registration: nobody opens the same emergency at the same time. */
async function report(
  session: SqlSession,
  { requestNumber, kind, since }: Parameters<EmergencyStore['report']>[0],
  decide: Parameters<EmergencyStore['report']>[1],
): ReturnType<EmergencyStore['report']> {
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const [request] = await session.rows<FlaggedRow>(
    "SELECT r.id, r.subject, r.emergencies, EXISTS (SELECT 1 FROM sla_clock c WHERE c.requestId = r.id AND c.kind = 'duty') " +
      `AS hasDuty FROM service_request r WHERE r.number = ?${lock}`,
    [requestNumber],
  );
  if (request === undefined) return null;
  const nextNumber = await takeNumbers(session, EMERGENCY_SERIES, 0);
  const query = { kinds: [kind], since, requestIds: [] };
  const emergencies = await lockEmergencies(session, query);
  const { id: requestId, subject } = request;
  const hasDuty = request.hasDuty === 1;
  const { change, duty, audit } = decide({ requestId, subject, hasDuty, emergencies, nextNumber });
  if (change.isNew) await takeNumbers(session, EMERGENCY_SERIES, 1);
  await writeEmergencies(session, [change]);
  await session.run('UPDATE service_request SET emergencies = ? WHERE id = ?', [
    kindsText([...readKinds(request.emergencies), kind]),
    requestId,
  ]);
  if (duty !== null) {
    await insertClocks(session, [duty.clock]);
    await insertSegments(session, [duty.segment]);
    await moveDeadline(session, requestId);
  }
  await insertAudit(session, [audit]);
  return change;
}

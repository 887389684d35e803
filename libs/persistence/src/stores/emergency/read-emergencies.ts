import type {
  EmergencyDetail,
  EmergencyStore,
  ShownEmergency,
  ShownStep,
} from '#core/emergency/emergency-store';
import type { EmergencyId, ServiceRequestId } from '#core/identity/ids';

import { instantOf } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { shownOf, type ShownRow, shownSql, type StepRow } from './emergency-row.js';

/** The newest first. */
export async function listEmergencies(
  session: SqlSession,
  { waiting, limit }: Parameters<EmergencyStore['list']>[0],
): Promise<readonly ShownEmergency[]> {
  const only = waiting ? "WHERE e.state <> 'acknowledged' " : '';
  const rows = await session.rows<ShownRow>(`${shownSql} ${only}ORDER BY e.number DESC LIMIT ?`, [
    limit,
  ]);
  return rows.map(shownOf);
}

export async function findEmergency(
  session: SqlSession,
  number: number,
): Promise<EmergencyDetail | null> {
  const rows = await session.rows<ShownRow>(`${shownSql} WHERE e.number = ?`, [number]);
  const [found] = await withRecords(session, rows);
  return found ?? null;
}

/** Every emergency that the request reported, the first one first. */
export async function ofRequest(
  session: SqlSession,
  requestId: ServiceRequestId,
): Promise<readonly EmergencyDetail[]> {
  const rows = await session.rows<ShownRow>(
    `${shownSql} WHERE e.id IN (SELECT emergencyId FROM emergency_step WHERE requestId = ?) ORDER BY e.number`,
    [requestId],
  );
  return withRecords(session, rows);
}

async function withRecords(
  session: SqlSession,
  rows: readonly ShownRow[],
): Promise<readonly EmergencyDetail[]> {
  if (rows.length === 0) return [];
  const steps = await readSteps(
    session,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...shownOf(row),
    record: steps.filter(({ emergencyId }) => emergencyId === row.id),
  }));
}

async function readSteps(
  session: SqlSession,
  ids: readonly EmergencyId[],
): Promise<readonly ShownStep[]> {
  const rows = await session.rows<StepRow>(
    'SELECT t.emergencyId, t.step, t.kind, t.staffId, t.requestId, t.at, t.detail, ' +
      's.name AS staffName, r.number AS requestNumber FROM emergency_step t ' +
      'LEFT JOIN staff s ON s.id = t.staffId LEFT JOIN service_request r ON r.id = t.requestId ' +
      `WHERE t.emergencyId IN (${placeholders(ids.length)}) ORDER BY t.emergencyId, t.step`,
    ids,
    'text',
  );
  return rows.map((row) => ({ ...row, at: instantOf(row.at) }));
}

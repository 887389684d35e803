import type { Emergency, EmergencyChange, EmergencyStep } from '#core/emergency/emergency';
import type { EmergencyQuery } from '#core/emergency/emergency-store';

import { emergencyTable } from '../../entities/emergency.entity.js';
import { emergencyStepTable } from '../../entities/emergency-step.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantText, instantTextOrNull } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';
import { emergencyColumns, emergencyOf, type EmergencyRow } from './emergency-row.js';

/** Those that messages at hand may belong to, locked; the oldest first. */
export async function lockEmergencies(
  session: SqlSession,
  { kinds, since, requestIds }: EmergencyQuery,
): Promise<readonly Emergency[]> {
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const wanted = [
    ...(kinds.length === 0
      ? []
      : [`(kind IN (${placeholders(kinds.length)}) AND (openedAt > ? OR nextPageAt IS NOT NULL))`]),
    ...(requestIds.length === 0 ? [] : [`requestId IN (${placeholders(requestIds.length)})`]),
  ];
  if (wanted.length === 0) return [];
  const rows = await session.rows<EmergencyRow>(
    `SELECT ${emergencyColumns.join(', ')} FROM emergency WHERE ${wanted.join(' OR ')} ORDER BY number${lock}`,
    [...(kinds.length === 0 ? [] : [...kinds, instantText(since)]), ...requestIds],
    'text',
  );
  return rows.map(emergencyOf);
}

/** Rows are locked or new; the key of the steps refuses what was written by somebody else. */
export async function writeEmergencies(
  session: SqlSession,
  changes: readonly EmergencyChange[],
): Promise<void> {
  for (const { emergency, isNew, steps } of changes) {
    if (isNew) await session.insert(intoEmergencies, valuesOf(emergency));
    else await session.run(updateSql, changedValues(emergency));
    await session.insert(intoSteps, steps.flatMap(stepValues));
  }
}

const intoEmergencies = insertInto(emergencyTable, emergencyColumns);
const intoSteps = insertInto(emergencyStepTable, [
  'emergencyId',
  'step',
  'kind',
  'staffId',
  'requestId',
  'at',
  'detail',
]);

function valuesOf(emergency: Emergency): SqlValue[] {
  const times = {
    openedAt: instantText(emergency.openedAt),
    nextPageAt: instantTextOrNull(emergency.nextPageAt),
    acknowledgedAt: instantTextOrNull(emergency.acknowledgedAt),
  };
  const values = { ...emergency, ...times };
  return emergencyColumns.map((column) => values[column]);
}

const updateSql =
  'UPDATE emergency SET state = ?, place = ?, reports = ?, steps = ?, turns = ?, nextPageAt = ?, ' +
  'acknowledgedAt = ?, acknowledgedBy = ? WHERE id = ?';

function changedValues(emergency: Emergency): SqlValue[] {
  const { state, place, reports, steps, turns, nextPageAt, acknowledgedAt } = emergency;
  return [
    ...[state, place, reports, steps, turns],
    ...[instantTextOrNull(nextPageAt), instantTextOrNull(acknowledgedAt)],
    ...[emergency.acknowledgedBy, emergency.id],
  ];
}

function stepValues(step: EmergencyStep): SqlValue[] {
  const { emergencyId, step: position, kind, staffId, requestId, at, detail } = step;
  return [emergencyId, position, kind, staffId, requestId, instantText(at), detail];
}

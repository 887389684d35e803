import type { Emergency, EmergencyChange } from '#core/emergency/emergency';
import type {
  EmergencyDetail,
  EmergencyQuery,
  ShownEmergency,
} from '#core/emergency/emergency-store';
import type { ServiceRequestId } from '#core/identity/ids';
import { isClosed } from '#core/request/status';
import { streamKeyOf } from '#core/request/stream-key';
import { earliest } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';

export function emergenciesFor(
  database: MemoryDatabase,
  { kinds, since, requestIds }: EmergencyQuery,
): readonly Emergency[] {
  return database.emergencies
    .all()
    .filter(
      ({ kind, openedAt, nextPageAt, requestId }) =>
        (kinds.includes(kind) && (openedAt > since || nextPageAt !== null)) ||
        requestIds.includes(requestId),
    )
    .toSorted((one, other) => one.number - other.number);
}

export function writeEmergency(
  database: MemoryDatabase,
  { emergency, isNew, steps }: EmergencyChange,
): void {
  if (isNew) database.emergencies.insert(emergency.id, emergency);
  else database.emergencies.update(emergency.id, emergency);
  for (const step of steps) {
    database.emergencySteps.insert(`${step.emergencyId} ${String(step.step)}`, step);
  }
}

export function shownEmergency(database: MemoryDatabase, row: Emergency): ShownEmergency {
  const { id, number, kind, state, requestId, place, evidence, words, unverified } = row;
  const { openedAt, reports, steps, turns, nextPageAt, acknowledgedAt, acknowledgedBy } = row;
  return {
    ...{ id, number, kind, state, requestId, place, evidence, words, unverified },
    ...{ openedAt, reports, steps, turns, nextPageAt, acknowledgedAt, acknowledgedBy },
    requestNumber: database.requests.get(requestId)?.number ?? '',
    acknowledgedByName:
      acknowledgedBy === null ? null : (database.staff.get(acknowledgedBy)?.name ?? null),
  };
}

export function emergencyDetail(database: MemoryDatabase, row: Emergency): EmergencyDetail {
  const record = database.emergencySteps
    .all()
    .filter(({ emergencyId }) => emergencyId === row.id)
    .toSorted((one, other) => one.step - other.step)
    .map((step) => ({
      ...step,
      staffName: step.staffId === null ? null : (database.staff.get(step.staffId)?.name ?? null),
      requestNumber:
        step.requestId === null ? null : (database.requests.get(step.requestId)?.number ?? null),
    }));
  return { ...shownEmergency(database, row), record };
}

/** The next deadline is the earliest of the clocks that run; closed requests are in no stream. */
export function moveDeadline(database: MemoryDatabase, id: ServiceRequestId): void {
  const status = database.requests.get(id)?.status;
  if (status === undefined) return;
  const running = database.clocks
    .all()
    .filter(({ requestId, state }) => requestId === id && state === 'running');
  const nextDeadlineAt = earliest(running.map(({ dueAt }) => dueAt));
  const streamKey = isClosed(status) ? null : streamKeyOf(id, nextDeadlineAt);
  database.requests.update(id, { nextDeadlineAt, streamKey });
}

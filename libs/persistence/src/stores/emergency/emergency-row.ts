import type { Emergency, EmergencyState } from '#core/emergency/emergency';
import type { EmergencyKind } from '#core/emergency/emergency-kind';
import type { ShownEmergency, ShownStep } from '#core/emergency/emergency-store';
import type { EmergencyId, ServiceRequestId, StaffId } from '#core/identity/ids';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';

export const emergencyColumns = [
  'id',
  'number',
  'kind',
  'state',
  'requestId',
  'place',
  'evidence',
  'words',
  'unverified',
  'openedAt',
  'reports',
  'steps',
  'turns',
  'nextPageAt',
  'acknowledgedAt',
  'acknowledgedBy',
] as const;

export interface EmergencyRow {
  readonly id: EmergencyId;
  readonly number: number;
  readonly kind: EmergencyKind;
  readonly state: EmergencyState;
  readonly requestId: ServiceRequestId;
  readonly place: string;
  readonly evidence: string;
  readonly words: string;
  readonly unverified: number;
  readonly openedAt: string;
  readonly reports: number;
  readonly steps: number;
  readonly turns: number;
  readonly nextPageAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: StaffId | null;
}

export function emergencyOf(row: EmergencyRow): Emergency {
  const { id, number, kind, state, requestId, place, evidence, words } = row;
  const { reports, steps, turns, acknowledgedBy } = row;
  return {
    ...{ id, number, kind, state, requestId, place, evidence, words, reports, steps, turns },
    unverified: row.unverified === 1,
    openedAt: instantOf(row.openedAt),
    nextPageAt: instantOrNull(row.nextPageAt),
    acknowledgedAt: instantOrNull(row.acknowledgedAt),
    acknowledgedBy,
  };
}

export interface ShownRow extends EmergencyRow {
  readonly requestNumber: string;
  readonly acknowledgedByName: string | null;
}

/** With what people want to read beside it; `e` is the emergency. */
export const shownSql =
  `SELECT ${emergencyColumns.map((column) => `e.${column}`).join(', ')}, r.number AS requestNumber, ` +
  's.name AS acknowledgedByName FROM emergency e JOIN service_request r ON r.id = e.requestId ' +
  'LEFT JOIN staff s ON s.id = e.acknowledgedBy';

export function shownOf(row: ShownRow): ShownEmergency {
  const { requestNumber, acknowledgedByName } = row;
  return { ...emergencyOf(row), requestNumber, acknowledgedByName };
}

export interface StepRow extends Omit<ShownStep, 'at'> {
  readonly at: string;
}

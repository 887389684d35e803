import type { Target } from '#core/calendar/target';
import type { ServiceRequestId, SlaClockId } from '#core/identity/ids';
import type { SlaClock, SlaClockKind, SlaClockState } from '#core/sla/sla-clock';

import { instantOf, instantOrNull } from '../../sql/instant-text.js';

/** What `slaClockOf` reads, for a table alias. */
export function clockColumns(alias: string): string {
  return columns.map((name) => `${alias}.${name}`).join(', ');
}

const columns = [
  'id',
  'requestId',
  'kind',
  'state',
  'startedAt',
  'dueAt',
  'targetKind',
  'targetMs',
  'policyName',
  'policyVersion',
  'calendarName',
  'calendarVersion',
  'pausedAt',
  'metAt',
  'endedAt',
  'breachedAt',
  'noticedLevel',
  'nextStepAt',
  'createdAt',
] as const;

export interface ClockRow {
  readonly id: SlaClockId;
  readonly requestId: ServiceRequestId;
  readonly kind: SlaClockKind;
  readonly state: SlaClockState;
  readonly startedAt: string;
  readonly dueAt: string;
  readonly targetKind: Target['kind'];
  /** Milliseconds, or the number of days of a target in days. */
  readonly targetMs: number;
  readonly policyName: string;
  readonly policyVersion: number;
  readonly calendarName: string;
  readonly calendarVersion: number;
  readonly pausedAt: string | null;
  readonly metAt: string | null;
  readonly endedAt: string | null;
  readonly breachedAt: string | null;
  readonly noticedLevel: number;
  readonly nextStepAt: string | null;
  readonly createdAt: string;
}

export function slaClockOf(row: ClockRow): SlaClock {
  return {
    id: row.id,
    requestId: row.requestId,
    kind: row.kind,
    state: row.state,
    startedAt: instantOf(row.startedAt),
    dueAt: instantOf(row.dueAt),
    target: targetOf(row),
    policyName: row.policyName,
    policyVersion: row.policyVersion,
    calendarName: row.calendarName,
    calendarVersion: row.calendarVersion,
    pausedAt: instantOrNull(row.pausedAt),
    metAt: instantOrNull(row.metAt),
    endedAt: instantOrNull(row.endedAt),
    breachedAt: instantOrNull(row.breachedAt),
    noticedLevel: row.noticedLevel,
    nextStepAt: instantOrNull(row.nextStepAt),
    createdAt: instantOf(row.createdAt),
  };
}

function targetOf({ targetKind, targetMs }: ClockRow): Target {
  switch (targetKind) {
    case 'operating':
    case 'wall':
      return { kind: targetKind, ms: targetMs };
    case 'working-days':
    case 'calendar-days':
      return { kind: targetKind, days: targetMs };
  }
}

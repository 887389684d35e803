import type { EmergencyId, ServiceRequestId, StaffId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import type { EmergencyKind } from './emergency-kind.js';

/**
 * `paging`: people on call are told one after the other until one acknowledges; `telling`: heard in
 * opening hours, the supervisors are told next; `told`: they are.
 */
export const emergencyStates = ['paging', 'telling', 'told', 'acknowledged'] as const;
export type EmergencyState = (typeof emergencyStates)[number];

/** One thing that happened, however many people report it. */
export interface Emergency {
  readonly id: EmergencyId;
  /** Running number for people: `E-12`. */
  readonly number: number;
  readonly kind: EmergencyKind;
  readonly state: EmergencyState;
  /** The first report. */
  readonly requestId: ServiceRequestId;
  /** Streets that the reports name, as text; empty when none does. */
  readonly place: string;
  /** What made us listen: see `EmergencySign`. */
  readonly evidence: string;
  /** The words of the first report, shortened: what the person on call reads. */
  readonly words: string;
  /** The sender of the first report could not be verified. */
  readonly unverified: boolean;
  readonly openedAt: Instant;
  readonly reports: number;
  /** Lines of its record so far; the next has this number. */
  readonly steps: number;
  /** Turns taken through the people on call. */
  readonly turns: number;
  /** When the next turn is due; null when nobody is waited for. */
  readonly nextPageAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: StaffId | null;
}

/** One line of the record, never changed afterwards. */
export interface EmergencyStep {
  readonly emergencyId: EmergencyId;
  /** From 0; unique within the emergency, so that no step is taken twice. */
  readonly step: number;
  readonly kind: EmergencyStepKind;
  /** Who was told or acknowledged. */
  readonly staffId: StaffId | null;
  /** Which request reported it. */
  readonly requestId: ServiceRequestId | null;
  readonly at: Instant;
  /** A stable word or codes, never words of citizens. */
  readonly detail: string | null;
}

/**
 * `failed`: a person whom no account can reach was passed over; `nobody`: there was nobody to tell;
 * `told`: the supervisors, in opening hours.
 */
export const emergencyStepKinds = [
  'opened',
  'appended',
  'paged',
  'failed',
  'nobody',
  'told',
  'acknowledged',
] as const;
export type EmergencyStepKind = (typeof emergencyStepKinds)[number];

/** What is to be written of one emergency: its row, and what its record gained. */
export interface EmergencyChange {
  readonly emergency: Emergency;
  readonly isNew: boolean;
  readonly steps: readonly EmergencyStep[];
}

/** A message that speaks of an emergency. */
export interface EmergencyReport {
  readonly requestId: ServiceRequestId;
  readonly kind: EmergencyKind;
  readonly evidence: string;
  readonly words: string;
  readonly unverified: boolean;
  readonly at: Instant;
  /** Whether the office is closed: then people on call are paged. */
  readonly afterHours: boolean;
}

export function emergencyNumber({ number }: Pick<Emergency, 'number'>): string {
  return `E-${String(number)}`;
}

/** The counter that numbers emergencies; whoever holds it opens or appends alone. */
export const EMERGENCY_SERIES = 'emergency';

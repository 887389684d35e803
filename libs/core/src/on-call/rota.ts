import type { EmergencyKind } from '../emergency/emergency-kind.js';
import type { Instant } from '../time/instant.js';

/** Who is on call and when: what a supervisor saves as one document. */
export interface Rota {
  readonly shifts: readonly Shift[];
  /** Told last, before the round begins again: names of staff. */
  readonly supervisors: readonly string[];
}

export interface Shift {
  readonly time: ShiftTime;
  /** Name of a member of staff. */
  readonly person: string;
  /** Told when the person does not acknowledge, in this order. */
  readonly deputies: readonly string[];
  /** Null: for every kind of emergency. */
  readonly kinds: readonly EmergencyKind[] | null;
}

export type ShiftTime =
  | { readonly kind: 'once'; readonly startAt: Instant; readonly endAt: Instant }
  /** Every week, in the town's zone; it may run over Sunday midnight. */
  | { readonly kind: 'weekly'; readonly from: WeekTime; readonly to: WeekTime };

export interface WeekTime {
  /** ISO weekday, 1 (Monday) to 7. */
  readonly weekday: number;
  readonly timeOfDayMs: number;
}

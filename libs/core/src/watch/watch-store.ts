import type { Addressee } from '../alert/alert.js';
import type { PlannedAlert } from '../alert/plan-alert.js';
import type { SlaClockId } from '../identity/ids.js';
import type { RequestStatus } from '../request/status.js';
import type { SlaClock, SlaSegment } from '../sla/sla-clock.js';
import type { Instant } from '../time/instant.js';

/** A clock of which something is to be noticed, with what its alerts say about the request. */
export interface DueClock {
  readonly clock: SlaClock;
  readonly request: {
    readonly number: string;
    readonly subject: string;
    readonly status: RequestStatus;
  };
}

/** A warning, a breach or an escalation that was noticed; one row a clock, due time and level. */
export interface SlaNotice {
  readonly clockId: SlaClockId;
  readonly level: number;
  readonly dueAt: Instant;
  readonly kind: 'warning' | 'breach' | 'escalation';
  readonly noticedAt: Instant;
}

/** What one look at due clocks writes, with one commit. */
export interface WatchOutcome {
  readonly clocks: readonly SlaClock[];
  readonly segments: readonly SlaSegment[];
  readonly notices: readonly SlaNotice[];
  readonly alerts: readonly PlannedAlert[];
}

/** Each function is one transaction. Throws `StoreUnavailable` or `StoreConflict`. */
export interface WatchStore {
  /**
   * Takes clocks whose next step is due, earliest first, and writes what `decide` makes of them. Several
   * workers may do so at once: each clock is in one worker's hands. An index range, whatever is open.
   *
   * @returns how many were taken.
   */
  watch(
    now: Instant,
    limit: number,
    decide: (due: readonly DueClock[], addressees: readonly Addressee[]) => WatchOutcome,
  ): Promise<number>;
  /** Notes that something which must never stop is at work. */
  beat(name: string, at: Instant): Promise<void>;
  /** When each was last seen at work. */
  pulses(): Promise<readonly { readonly name: string; readonly beatAt: Instant }[]>;
}

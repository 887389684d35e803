import type { StaffId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** A call that a person of the town took: what it was about, and what is known of the caller. */
export interface TakenCall {
  readonly staffId: StaffId;
  /** Stays the same over repeats of the same entry. */
  readonly key: string;
  readonly startedAt: Instant;
  /** As it was typed; null for a caller who shows none. */
  readonly callerNumber: string | null;
  readonly callerName: string | null;
  readonly summary: string;
  readonly place: string | null;
  readonly serviceCode: string | null;
  readonly language: string | null;
}

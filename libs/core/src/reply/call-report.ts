import type { CloseReason } from '../request/status.js';
import type { Instant } from '../time/instant.js';

/** What a person of the town writes down while somebody calls. */
export interface CallReport {
  /** Null for a caller who shows none. */
  readonly number: string | null;
  /** The number of the town that was called. */
  readonly dialled?: string | undefined;
  /** When the call began; now, when nothing is said. */
  readonly startedAt?: Instant | undefined;
  readonly summary: string;
  readonly serviceCode?: string | undefined;
  readonly place?: string | undefined;
  readonly language?: string | undefined;
  readonly name?: string | undefined;
  /** What the caller was told, where that was all they wanted. */
  readonly answered?: { readonly answer: string; readonly reason: CloseReason } | undefined;
}

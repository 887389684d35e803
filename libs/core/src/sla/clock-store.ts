import type { ServiceRequestId } from '../identity/ids.js';
import type { SlaClock, SlaSegment } from './sla-clock.js';

/** Reading clocks for people who ask why. */
export interface ClockStore {
  /** All clocks of a request with their ledgers, in the order they began. */
  ofRequest(
    id: ServiceRequestId,
  ): Promise<readonly { readonly clock: SlaClock; readonly history: readonly SlaSegment[] }[]>;
}

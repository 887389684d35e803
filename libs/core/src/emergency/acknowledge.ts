import type { StaffId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import type { Emergency, EmergencyChange } from './emergency.js';

/** By the signed link of a page, by an answer to it, or in the office's own tools. */
export type AcknowledgedBy = 'link' | 'answer' | 'office';

/** Somebody has it: nobody further is told. A second acknowledgement changes nothing. */
export function acknowledge(
  emergency: Emergency,
  staffId: StaffId,
  how: AcknowledgedBy,
  at: Instant,
): EmergencyChange | null {
  if (emergency.state === 'acknowledged') return null;
  const { id: emergencyId, steps: step } = emergency;
  return {
    emergency: {
      ...{ ...emergency, state: 'acknowledged', steps: step + 1, nextPageAt: null },
      ...{ acknowledgedAt: at, acknowledgedBy: staffId },
    },
    isNew: false,
    steps: [{ emergencyId, step, kind: 'acknowledged', staffId, requestId: null, at, detail: how }],
  };
}

import type { ServiceRequestId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

const NO_DEADLINE = 'ffffffffffff';

/**
 * The stored order of the stream: next deadline in twelve hexadecimal digits, then the id, so that
 * one index range gives the page and the next page. Requests without a deadline come last; closed
 * ones have no key.
 */
export function streamKeyOf(id: ServiceRequestId, nextDeadlineAt: Instant | null): string {
  const deadline =
    nextDeadlineAt === null ? NO_DEADLINE : nextDeadlineAt.toString(16).padStart(12, '0');
  return `${deadline}-${id}`;
}

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

/** The instant and the id of a key; null for what is no key with an instant. */
export function readStreamKey(
  key: string,
): { readonly at: Instant; readonly id: ServiceRequestId } | null {
  const [, digits = '', id] = /^([\da-f]{12})-(.{1,36})$/.exec(key) ?? [];
  if (id === undefined || digits === NO_DEADLINE) return null;
  return { at: Number.parseInt(digits, 16) as Instant, id: id as ServiceRequestId };
}

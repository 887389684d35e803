import { parseRequestNumber } from '../request/request-number.js';
import type { RequestStore, RequestSummary } from '../request/request-store.js';
import type { RequestStatus } from '../request/status.js';
import type { Instant } from '../time/instant.js';

/** What everybody may know who knows the number: never words, names, places or channels. */
export interface PublicCard {
  readonly number: string;
  readonly status: RequestStatus;
  readonly requestedAt: Instant;
  /** When a person will have answered; null when nothing waits for an answer. */
  readonly expectedAt: Instant | null;
  readonly closedAt: Instant | null;
}

/** @returns null for a number that is mistyped or was never given out. */
export async function readPublicCard(
  requests: RequestStore,
  number: string,
  letters: string,
): Promise<PublicCard | null> {
  const canonical = parseRequestNumber(number, letters);
  if (canonical === null) return null;
  const request = await requests.findSummary(canonical);
  if (request === null) return null;
  const { status, requestedAt, closedAt } = request;
  return { number: canonical, status, requestedAt, expectedAt: promiseOf(request), closedAt };
}

/** The promised time while an answer is owed; null once a person has answered. */
export function promiseOf({
  expectedAt,
  nextDeadlineAt,
}: Pick<RequestSummary, 'expectedAt' | 'nextDeadlineAt'>): Instant | null {
  return nextDeadlineAt === null ? null : expectedAt;
}

import { endsOptOut, type NewConsentEntry, optOutOf } from '../consent/consent-entry.js';
import { isOptedOut } from '../consent/opt-out.js';
import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '../identity/ids.js';
import { addMilliseconds, type Instant, MINUTE } from '../time/instant.js';

/** One attempt at a text for a citizen's address that is no answer to words of consent. */
export interface CitizenAttempt {
  readonly contactPointId: ContactPointId;
  readonly requestId: ServiceRequestId | null;
  readonly channelAccountId: ChannelAccountId;
  readonly startedAt: Instant;
}

/**
 * No transaction lasts so long: words of consent carry the time at which theirs began, and what was
 * claimed until it ended was under way.
 */
const UNDER_WAY_MS = MINUTE;

/**
 * Whether a text left although the citizen, or staff in their name, had ended such texts before and
 * had not begun them again: what the ledger of consent says, whatever the state of today is. What
 * providers refuse they hold back themselves. Pure.
 *
 * @param consent of this address, in the order it was recorded.
 */
export function leftAfterOptOut(
  attempt: CitizenAttempt,
  consent: readonly NewConsentEntry[],
): boolean {
  const { startedAt, contactPointId } = attempt;
  const inForceBy = addMilliseconds(startedAt, -UNDER_WAY_MS);
  const endedBy = addMilliseconds(startedAt, UNDER_WAY_MS);
  const said = consent.filter((entry) => entry.contactPointId === contactPointId);
  const inForce = said.flatMap((entry, index) => {
    const optOut = optOutOf(entry);
    if (optOut === null || optOut.source === 'provider' || entry.recordedAt >= inForceBy) return [];
    const later = said.slice(index + 1).filter(({ recordedAt }) => recordedAt <= endedBy);
    return later.some((other) => endsOptOut(other, optOut)) ? [] : [optOut];
  });
  return isOptedOut(inForce, attempt);
}

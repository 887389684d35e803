import type { DeliveryFailure, DeliveryOutcome } from '../channel/delivery.js';
import { type Refusal, refusalOf } from '../ladder/refusal.js';
import type { DailySpend } from '../spend/billing.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import { addMilliseconds, type Instant } from '../time/instant.js';
import type { ClaimedDelivery, Settlement } from './outbox.js';
import { type DeliverySchedule, retryDelayMs } from './schedule.js';

/** Providers' error texts have any length and content; a reason is for people to read. */
const REASON_CHARACTERS = 500;

export interface AttemptEnd {
  readonly outcome: DeliveryOutcome;
  readonly endedAt: Instant;
  /** Whether the channel can look up what it sent. */
  readonly canLookUp: boolean;
  /** What it cost when it was sent; null where nothing is counted. */
  readonly spend?: DailySpend | null;
}

/** What an attempt's outcome means for its entry: pure. */
export function settleAttempt(
  delivery: ClaimedDelivery,
  end: AttemptEnd,
  schedule: DeliverySchedule,
): Settlement {
  const { outcome, endedAt } = end;
  switch (outcome.kind) {
    case 'sent':
      return settleSent(delivery, outcome.providerId, endedAt, end.spend ?? null);
    case 'unknown':
      return {
        ...base(delivery, endedAt),
        attemptOutcome: 'unknown',
        state: 'unknown',
        reason: readable(outcome.reason),
        reconcileAt: end.canLookUp ? addMilliseconds(endedAt, schedule.settlingMs) : null,
        ...(!end.canLookUp && turnedAway(delivery, 'not-confirmed')),
      };
    case 'not-sent':
      return settleFailure(delivery, outcome.failure, endedAt, schedule);
  }
}

export function settleSent(
  delivery: ClaimedDelivery,
  providerId: string,
  endedAt: Instant,
  spend: DailySpend | null,
): Settlement {
  const { staffId, requestId, createdAt: writtenAt, asksCitizen } = delivery;
  const meets =
    staffId === null || requestId === null
      ? null
      : { requestId, writtenAt, ...(asksCitizen && { asksCitizen }) };
  return {
    ...{ ...base(delivery, endedAt), attemptOutcome: 'sent', state: 'sent', providerId, meets },
    ...(spend !== null && { spend }),
  };
}

function settleFailure(
  delivery: ClaimedDelivery,
  failure: DeliveryFailure,
  endedAt: Instant,
  schedule: DeliverySchedule,
): Settlement {
  const notSent = {
    ...base(delivery, endedAt),
    attemptOutcome: 'not-sent' as const,
    reason: readable(failure.reason),
  };
  const delayMs = retryDelayMs(schedule, delivery.attempt, delivery.entryId);
  const pause = (until: Instant) => ({ accountId: delivery.channelAccountId, until });
  switch (failure.kind) {
    case 'transient': {
      const dueAt = addMilliseconds(endedAt, delayMs);
      const tooLate = dueAt - delivery.createdAt > schedule.giveUpAfterMs;
      return tooLate
        ? { ...notSent, ...turnedAway(delivery, refusalOf(failure)), state: 'failed' }
        : { ...notSent, state: 'waiting', dueAt };
    }
    case 'rate-limited': {
      const dueAt = failure.retryAt ?? addMilliseconds(endedAt, delayMs);
      const pauseAccount = failure.onlyRecipient === true ? null : pause(dueAt);
      return { ...notSent, state: 'waiting', dueAt, pauseAccount };
    }
    case 'unauthorised': {
      const dueAt = addMilliseconds(endedAt, schedule.unauthorisedPauseMs);
      return { ...notSent, state: 'waiting', dueAt, pauseAccount: pause(dueAt) };
    }
    case 'rejected':
    case 'window-closed':
    case 'opted-out':
    case 'recipient-gone':
      return {
        ...notSent,
        ...(failure.kind === 'opted-out' && { optedOut: true as const }),
        ...turnedAway(delivery, refusalOf(failure)),
        state: 'failed',
        reason: readable(`${failure.kind}: ${failure.reason}`),
      };
  }
}

/** Automatic texts that are turned away are let go; the answer of a person is not. */
export function turnedAway(
  { kind, messageId }: Pick<ClaimedDelivery, 'kind' | 'messageId'>,
  refusal: Refusal,
): { readonly refusal?: Refusal } {
  return kind === 'reply' && messageId !== null ? { refusal } : {};
}

function readable(reason: string): string {
  return truncateText(wellFormedText(reason), REASON_CHARACTERS);
}

function base(delivery: ClaimedDelivery, endedAt: Instant) {
  return {
    entryId: delivery.entryId,
    attempt: delivery.attempt,
    providerId: null,
    reason: null,
    dueAt: null,
    reconcileAt: null,
    pauseAccount: null,
    meets: null,
    endedAt,
  };
}

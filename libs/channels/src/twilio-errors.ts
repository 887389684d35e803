import type { DeliveryFailure, DeliveryOutcome } from '#core/channel/delivery';
import type { DeliveryReceipt } from '#core/channel/normalised';
import { addMilliseconds, type Instant, SECOND } from '#core/time/instant';

import type { TwilioAnswer, TwilioRefusal } from './twilio-client.js';

/** What a code of the provider means for an address and for what is sent next. */
export interface TwilioFault {
  readonly kind: DeliveryFailure['kind'];
  readonly reason: string;
  /** What a later report with this code means: the same text is worth another attempt. */
  readonly tryAgain?: NonNullable<DeliveryReceipt['tryAgain']>;
  /** Only the town's own people can mend it, and until then it hits every message. */
  readonly needsAdministrator?: true;
}

/** twilio.com/docs/api/errors: the codes that ask for something else than their HTTP status. */
const faults: Readonly<Record<number, TwilioFault>> = {
  20003: { kind: 'unauthorised', reason: 'the account SID or auth token is wrong' },
  20005: { kind: 'unauthorised', reason: 'the account is not active' },
  20429: { kind: 'rate-limited', reason: 'too many requests' },
  21211: { kind: 'recipient-gone', reason: 'the number is not valid' },
  21408: {
    ...{ kind: 'rejected', reason: 'the account may not send to that country' },
    needsAdministrator: true,
  },
  21610: { kind: 'opted-out', reason: 'the citizen has said STOP' },
  21612: { kind: 'rejected', reason: 'no way leads from our number to that one' },
  21614: { kind: 'recipient-gone', reason: 'the number takes no texts' },
  21617: { kind: 'rejected', reason: 'the text is too long' },
  30001: { kind: 'rate-limited', reason: 'the queue of our number is full' },
  30003: {
    ...{ kind: 'transient', reason: 'the phone is off or out of reach' },
    tryAgain: 'out-of-reach',
  },
  30005: { kind: 'recipient-gone', reason: 'the number is not in use' },
  30006: { kind: 'recipient-gone', reason: 'the number is a landline or cannot be reached' },
  30007: {
    ...{ kind: 'rejected', reason: 'carriers filter our texts' },
    needsAdministrator: true,
  },
  30008: {
    ...{ kind: 'transient', reason: 'the carrier gives no reason' },
    tryAgain: 'unexplained',
  },
  30032: {
    ...{ kind: 'rejected', reason: 'our toll-free number is not verified' },
    needsAdministrator: true,
  },
  30034: {
    ...{ kind: 'rejected', reason: 'our number is not registered for A2P 10DLC' },
    needsAdministrator: true,
  },
  63016: { kind: 'window-closed', reason: 'the window for free words is closed' },
};

/** Null for a code that says no more than its HTTP status. */
export function twilioFault(code: number | null): TwilioFault | null {
  return code === null ? null : (faults[code] ?? null);
}

/** A send of whatever kind that was not answered with its id: pure. */
export function twilioSendOutcome(
  answer: Exclude<TwilioAnswer<unknown>, { readonly kind: 'answered' }>,
  now: Instant,
): DeliveryOutcome {
  if (answer.kind === 'broken') {
    const { reached, reason } = answer;
    return reached
      ? { kind: 'unknown', reason }
      : { kind: 'not-sent', failure: { kind: 'transient', reason } };
  }
  // The request was read; whether the message left before the fault, nobody knows.
  if (answer.status >= 500) return { kind: 'unknown', reason: `answered ${answer.status}` };
  return { kind: 'not-sent', failure: failureOf(answer, now) };
}

function failureOf(refusal: TwilioRefusal, now: Instant): DeliveryFailure {
  const fault = twilioFault(refusal.code);
  const kind = fault?.kind ?? kindByStatus(refusal.status);
  const number = refusal.code === null ? `status ${refusal.status}` : `error ${refusal.code}`;
  const reason = fault === null ? number : `${fault.reason} (${number})`;
  if (kind !== 'rate-limited') return { kind, reason };
  return { kind, reason, retryAt: retryAtOf(refusal, now) };
}

function kindByStatus(status: number): DeliveryFailure['kind'] {
  switch (status) {
    case 401:
    case 403:
    case 404:
      return 'unauthorised';
    case 429:
      return 'rate-limited';
    default:
      return 'rejected';
  }
}

/** Seconds or a date (RFC 9110 §10.2.3); null: the core knows how long to wait. */
function retryAtOf({ retryAfter }: TwilioRefusal, now: Instant): Instant | null {
  if (retryAfter === null) return null;
  if (/^\d{1,6}$/.test(retryAfter)) return addMilliseconds(now, Number(retryAfter) * SECOND);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? null : addMilliseconds(now, Math.max(0, date - now));
}

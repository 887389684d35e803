import type { DeliveryOutcome } from '#core/channel/delivery';
import type { Instant } from '#core/time/instant';

import type { TwilioAnswer } from '../twilio-client.js';
import { twilioFault, twilioSendOutcome } from '../twilio-errors.js';

/** What the library makes of an accepted message, as far as it matters here. */
interface CreatedMessage {
  readonly sid: unknown;
}

const SID = /^[A-Za-z0-9]{34}$/;

/** The one place that says what became of a text: pure. */
export function sendOutcome(answer: TwilioAnswer<CreatedMessage>, now: Instant): DeliveryOutcome {
  if (answer.kind !== 'answered') return twilioSendOutcome(answer, now);
  const { sid } = answer.value;
  // A success without an id is no evidence: it is looked up.
  return typeof sid === 'string' && SID.test(sid)
    ? { kind: 'sent', providerId: sid }
    : { kind: 'unknown', reason: 'answered without an id' };
}

/** The code of a fault that hits every message until somebody mends the number; else null. */
export function unmendedFault(answer: TwilioAnswer<unknown>): number | null {
  if (answer.kind !== 'refused') return null;
  return twilioFault(answer.code)?.needsAdministrator === true ? answer.code : null;
}

import type { DeliveryFailure, DeliveryOutcome } from '#core/channel/delivery';
import { parseJson } from '#core/text/parse-json';
import { addMilliseconds, type Instant, SECOND } from '#core/time/instant';

import type { GraphAnswer } from './graph-call.js';
import { errorAt, type GraphError, wordsOfError } from './graph-error.js';
import { identifierAt } from './json-fields.js';

/** WhatsApp takes one message in six seconds to one person. */
const PAIR_SPACING_MS = 6 * SECOND;

/**
 * What became of one message, from the answer of the Graph API: pure. A code that says why nothing
 * was sent is believed, even with a 5xx. Any other 5xx may come from after the message was taken, and
 * WhatsApp drops no repeats: nobody knows.
 */
export function sendOutcome(answer: GraphAnswer, now: Instant): DeliveryOutcome {
  if (answer.kind === 'broken') {
    const { reason } = answer;
    return answer.neverReached ? notSent({ kind: 'transient', reason }) : unknown(reason);
  }
  const { status, retryAfter } = answer;
  const json = parseJson(answer.body);
  const body = json.kind === 'json' ? json.value : null;
  if (status >= 200 && status < 300) {
    const providerId = identifierAt(body, 'messages', 0, 'id');
    return providerId === null ? unknown('answered without an id') : { kind: 'sent', providerId };
  }
  const error = errorAt(body, 'error');
  const outcome = error === null ? outcomeOfStatus(status) : outcomeOf(error, status, now);
  return retryAfter === null
    ? outcome
    : notBefore(outcome, addMilliseconds(now, retryAfter * SECOND));
}

/** The API seldom says when to come back; when it does, that counts. */
function notBefore(outcome: DeliveryOutcome, retryAt: Instant): DeliveryOutcome {
  if (outcome.kind !== 'not-sent' || outcome.failure.kind !== 'rate-limited') return outcome;
  return notSent({ ...outcome.failure, retryAt });
}

/** The table of error codes, by what is to be done (Cloud API, support, error codes). */
function outcomeOf(error: GraphError, status: number, now: Instant): DeliveryOutcome {
  const reason = wordsOfError(error);
  switch (error.code) {
    // Re-engagement, limits on unasked messages, an experiment: no free text to this person now.
    case 131_047:
    case 131_049:
    case 130_472:
      return notSent({ kind: 'window-closed', reason });
    case 131_050:
      return notSent({ kind: 'opted-out', reason });
    case 131_026:
      return notSent({ kind: 'recipient-gone', reason });
    case 131_056:
      return notSent({
        kind: 'rate-limited',
        retryAt: addMilliseconds(now, PAIR_SPACING_MS),
        reason,
        onlyRecipient: true,
      });
    case 4:
    case 80_007:
    case 130_429:
    case 133_016:
      return notSent({ kind: 'rate-limited', retryAt: null, reason });
    case 2:
    case 131_016:
    case 131_057:
    case 133_004:
      return notSent({ kind: 'transient', reason });
    default:
      return otherOutcome(error, status, reason);
  }
}

function otherOutcome({ code }: GraphError, status: number, reason: string): DeliveryOutcome {
  if (isTemplateError(code)) return notSent({ kind: 'window-closed', reason });
  if (stopsAccount(code)) return notSent({ kind: 'unauthorised', reason });
  if (status >= 500) return unknown(reason);
  // Something went wrong, says Meta, and not what: only a 4xx shows that it was refused.
  if (code === 131_000) return notSent({ kind: 'transient', reason });
  if (status === 429) return notSent({ kind: 'rate-limited', retryAt: null, reason });
  return notSent({ kind: 'rejected', reason });
}

/** The template is missing, paused or other than we think: this person is reached by another way only. */
export function isTemplateError(code: number): boolean {
  return code >= 132_000 && code < 133_000;
}

/** Token, permissions, payment, registration, spam limit, a locked account: nothing leaves for anybody. */
function stopsAccount(code: number): boolean {
  const isPermission = code === 3 || code === 10 || (code >= 200 && code <= 299);
  const isAccount = [131_005, 131_031, 131_042, 131_045, 131_048, 133_010, 368].includes(code);
  return code === 0 || code === 190 || isPermission || isAccount;
}

function outcomeOfStatus(status: number): DeliveryOutcome {
  const reason = `answered ${status}`;
  if (status >= 500) return unknown(reason);
  switch (status) {
    case 401:
    case 403:
      return notSent({ kind: 'unauthorised', reason });
    case 429:
      return notSent({ kind: 'rate-limited', retryAt: null, reason });
    default:
      return notSent({ kind: 'rejected', reason });
  }
}

function notSent(failure: DeliveryFailure): DeliveryOutcome {
  return { kind: 'not-sent', failure };
}

function unknown(reason: string): DeliveryOutcome {
  return { kind: 'unknown', reason };
}

import { z } from 'zod';

import type { DeliveryOutcome } from '#core/channel/delivery';
import { errorCodeOf } from '#core/error/error-code';
import { parseJson } from '#core/text/parse-json';
import { addMilliseconds, type Instant, SECOND } from '#core/time/instant';

export interface ProviderAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

const sentMessage = z.object({ id: z.string().min(1).max(255) });

/** The one place that knows the provider's errors. Pure: its spec holds answers as recorded. */
export function classifyAnswer(answer: ProviderAnswer, now: Instant): DeliveryOutcome {
  const { status, retryAfter } = answer;
  const reason = `answered ${status}`;
  if (status >= 200 && status < 300) return readSent(answer.body);
  // The request was read; whether the message left before the fault, nobody knows.
  if (status >= 500) return { kind: 'unknown', reason };
  switch (status) {
    case 401:
    case 403:
      return { kind: 'not-sent', failure: { kind: 'unauthorised', reason } };
    case 404:
    case 410:
      return { kind: 'not-sent', failure: { kind: 'recipient-gone', reason } };
    case 429: {
      const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
      const retryAt = seconds === null ? null : addMilliseconds(now, seconds * SECOND);
      return { kind: 'not-sent', failure: { kind: 'rate-limited', retryAt, reason } };
    }
    default:
      return { kind: 'not-sent', failure: { kind: 'rejected', reason } };
  }
}

/** Errors of `fetch`. Only those that come before the first byte prove that nothing was sent. */
export function classifyBrokenCall(error: unknown): DeliveryOutcome {
  const cause =
    typeof error === 'object' && error !== null && 'cause' in error ? error.cause : error;
  const reason = errorCodeOf(cause);
  const neverReached = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];
  return neverReached.includes(reason)
    ? { kind: 'not-sent', failure: { kind: 'transient', reason } }
    : { kind: 'unknown', reason };
}

/** A success without an id is no evidence: it is looked up. */
function readSent(body: string): DeliveryOutcome {
  const json = parseJson(Buffer.from(body));
  const sent = json.kind === 'json' ? sentMessage.safeParse(json.value) : undefined;
  return sent?.success === true
    ? { kind: 'sent', providerId: sent.data.id }
    : { kind: 'unknown', reason: 'answered without an id' };
}

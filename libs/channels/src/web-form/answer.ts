import type { WebhookAnswer } from '#core/channel/webhook';
import { statusPath, threadPath } from '#core/citizen/citizen-paths';
import type { Registered } from '#core/intake/envelope-outcome';
import { isoFromInstant } from '#core/time/instant';

/** What the sender of a report is told, as JSON; the portal renders pages from the same values. */
export function answerTo(registered: Registered | 'pending'): WebhookAnswer {
  if (registered === 'pending') return json(202, { status: 'pending', detail: PENDING });
  switch (registered.outcome) {
    case 'created':
      return json(201, card(registered, 'open'));
    case 'reopened':
      return json(200, card(registered, 'open'));
    case 'joined':
    case 'answered':
      // A word of thanks joins a closed request too: the status page knows.
      return json(200, card(registered, null));
    case 'receipt':
    case 'consent':
    case 'ignored':
    case 'quarantined':
      return json(202, { status: 'kept', detail: KEPT });
  }
}

const PENDING =
  'Your report is saved. Its number follows: send the same report with the same Idempotency-Key again in a few seconds and you get it.';
const KEPT = 'Your report is saved. A person must look at it before it gets a number.';

function card({ number, expectedAt, threadToken }: Registered, status: 'open' | null) {
  return {
    number,
    status,
    expectedAt: expectedAt === null ? null : isoFromInstant(expectedAt),
    statusToken: threadToken,
    statusPath: threadToken === null ? statusPath(number ?? '') : threadPath(threadToken),
  };
}

function json(status: number, body: object): WebhookAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

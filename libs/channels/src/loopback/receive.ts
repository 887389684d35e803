import type { Reception, WebhookAnswer, WebhookRequest } from '#core/channel/webhook';
import { invalidInput, type Problem, type ProblemCode } from '#core/error/problem';
import type { ChannelAccountId } from '#core/identity/ids';

import { checkSignature } from '../standard-webhooks.js';
import { answerChallenge } from './challenge.js';
import { cutIntoEnvelopes } from './envelopes.js';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Verify on the raw bytes, then parse, then cut: one event or an array of events a request. */
export function receive(
  request: WebhookRequest,
  account: ChannelAccountId,
  keys: readonly Buffer[],
): Reception {
  if (request.method === 'GET') return answerChallenge(request.query, keys);
  if (request.rawBody.length > MAX_BODY_BYTES)
    return refused('too-large', 'Body too large', TOO_LARGE);
  const signature = checkSignature(request, keys);
  if (signature.kind === 'forged') {
    return refused('unauthenticated', 'The signature does not fit', signature.remedy);
  }
  const cut = cutIntoEnvelopes(request.rawBody, account, signature.webhookId);
  switch (cut.kind) {
    case 'cut':
      return { kind: 'accepted', envelopes: cut.envelopes, answer: accepted(cut.envelopes.length) };
    case 'too-many':
      return refused('too-large', 'Too many events', 'Send at most 1,000 events in one request.');
    case 'not-json':
      return { kind: 'refused', problem: invalidInput([{ field: '', message: NOT_JSON }]) };
  }
}

const TOO_LARGE = 'Send at most 4 MiB in one request.';
const NOT_JSON = 'Send one event as a JSON object, or several as a JSON array, in UTF-8.';

function accepted(events: number): WebhookAnswer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify({ events }) };
}

function refused(code: ProblemCode, title: string, detail: string): Reception {
  const problem: Problem = { code, title, detail };
  return { kind: 'refused', problem };
}

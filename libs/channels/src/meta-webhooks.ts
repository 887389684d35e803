import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { Reception, WebhookRequest } from '#core/channel/webhook';
import type { Problem } from '#core/error/problem';

/** The challenge is echoed only in this form, so that nothing else can be made to stand in the answer. */
const CHALLENGE = /^\d{1,40}$/;
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether Meta sent this body: `X-Hub-Signature-256` is `sha256=` and the HMAC-SHA256 of the raw
 * body in hexadecimal, under the app secret. Several secrets hold while one is being replaced. No
 * time is signed: a repeat is told by the ids within.
 */
export function isSignedByMeta(request: WebhookRequest, appSecrets: readonly string[]): boolean {
  const hex = SIGNATURE.exec(request.headers['x-hub-signature-256'] ?? '')?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, 'hex');
  const matching = appSecrets.filter((secret) =>
    timingSafeEqual(given, createHmac('sha256', secret).update(request.rawBody).digest()),
  );
  return matching.length > 0;
}

/** The handshake by which the app dashboard proves that the webhook is ours; needs no database. */
export function answerMetaHandshake(query: string, verifyToken: string): Reception {
  const given = new URLSearchParams(query);
  const challenge = given.get('hub.challenge') ?? '';
  const isOurs =
    given.get('hub.mode') === 'subscribe' &&
    sameWords(given.get('hub.verify_token') ?? '', verifyToken);
  if (!isOurs) return { kind: 'refused', problem: wrongToken };
  if (!CHALLENGE.test(challenge)) return { kind: 'refused', problem: strangeChallenge };
  return { kind: 'answered', answer: { status: 200, contentType: 'text/plain', body: challenge } };
}

export const notSignedByMeta: Problem = {
  code: 'unauthenticated',
  title: 'The signature does not fit',
  detail: 'Sign the raw body with the app secret set here and send it as X-Hub-Signature-256.',
};

const wrongToken: Problem = {
  code: 'forbidden',
  title: 'The verify token does not fit',
  detail: 'Write the verify token of this account into the app dashboard, then verify again.',
};

const strangeChallenge: Problem = {
  code: 'invalid-input',
  title: 'The challenge cannot be answered',
  detail: 'hub.challenge is a number of at most 40 digits.',
};

/** Hashed first, so that the comparison takes the same time whatever the length of the guess. */
function sameWords(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}

import { createHmac } from 'node:crypto';

import type { Reception } from '#core/channel/webhook';
import { invalidInput } from '#core/error/problem';

const CHALLENGE = /^[A-Za-z0-9_-]{16,128}$/;

/**
 * The handshake: `GET ?challenge=…` is answered with an HMAC that shows we hold the secret. It
 * cannot be used to sign an event: what is signed here starts with a label and holds no full stop,
 * what signs an event always holds two.
 */
export function answerChallenge(query: string, keys: readonly Buffer[]): Reception {
  const challenge = new URLSearchParams(query).get('challenge') ?? '';
  const [key] = keys;
  if (key === undefined || !CHALLENGE.test(challenge)) {
    return { kind: 'refused', problem: invalidInput([{ field: 'challenge', message: REMEDY }]) };
  }
  const response = createHmac('sha256', key).update(`challenge:${challenge}`).digest('base64');
  const body = JSON.stringify({ challenge, response });
  return { kind: 'answered', answer: { status: 200, contentType: 'application/json', body } };
}

const REMEDY = 'Send 16 to 128 letters, digits, dashes or underscores; events are sent with POST.';

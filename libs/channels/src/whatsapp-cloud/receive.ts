import type { Reception, WebhookAnswer, WebhookRequest } from '#core/channel/webhook';
import type { Problem } from '#core/error/problem';
import type { ChannelAccountId } from '#core/identity/ids';

import { answerMetaHandshake, isSignedByMeta, notSignedByMeta } from '../meta-webhooks.js';
import { cutBody } from './cut-body.js';
import type { WhatsAppSettings } from './settings.js';

/** Meta sends at most three megabytes. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Verify on the raw bytes, then parse, then cut. Whatever is genuine is kept: Meta repeats what is
 * refused for days, and a body that nobody can read is for a person to see.
 */
export function receive(
  request: WebhookRequest,
  account: ChannelAccountId,
  { appSecrets, verifyToken }: WhatsAppSettings,
): Reception {
  if (request.method === 'GET') return answerMetaHandshake(request.query, verifyToken);
  if (request.rawBody.length > MAX_BODY_BYTES) return { kind: 'refused', problem: tooLarge };
  if (!isSignedByMeta(request, appSecrets)) return { kind: 'refused', problem: notSignedByMeta };
  return { kind: 'accepted', envelopes: cutBody(request.rawBody, account), answer: taken };
}

const taken: WebhookAnswer = { status: 200, contentType: 'text/plain', body: '' };

const tooLarge: Problem = {
  code: 'too-large',
  title: 'Body too large',
  detail: 'Send at most 4 MiB in one request.',
};

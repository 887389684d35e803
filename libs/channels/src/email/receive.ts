import type { Reception, WebhookAnswer, WebhookRequest } from '#core/channel/webhook';
import { invalidInput, type ProblemCode } from '#core/error/problem';
import type { ChannelAccountId } from '#core/identity/ids';

import { checkSignature } from '../standard-webhooks.js';
import { mailEnvelope } from './mailbox/mail-envelope.js';
import { looksLikeMail } from './mailbox/raw-header.js';

const MAX_MAIL_BYTES = 25 * 1024 * 1024;
const MEDIA_TYPES: ReadonlySet<string> = new Set(['message/rfc822', 'application/octet-stream']);

/** The second door: one mail a request, exactly as it arrived at a mail server, signed. */
export function receive(
  request: WebhookRequest,
  account: ChannelAccountId,
  keys: readonly Buffer[],
): Reception {
  const { method, headers, rawBody } = request;
  if (method === 'GET') return wrongInput('Post a mail here: there is nothing to fetch.');
  if (rawBody.length > MAX_MAIL_BYTES) return refused('too-large', 'Mail too large', TOO_LARGE);
  const signature = checkSignature(request, keys);
  if (signature.kind === 'forged') {
    return refused('unauthenticated', 'The signature does not fit', signature.remedy);
  }
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!MEDIA_TYPES.has(mediaType)) {
    return refused('unsupported-media-type', 'This kind of content is no mail', WRONG_TYPE);
  }
  if (rawBody.length === 0) return wrongInput('The body is empty: send the whole mail in it.');
  if (!looksLikeMail(rawBody)) return wrongInput(NO_MAIL);
  const origin = { accountId: account, internalDate: null, mailbox: null };
  return { kind: 'accepted', envelopes: [mailEnvelope(rawBody, origin)], answer: accepted };
}

const TOO_LARGE =
  'Send mails of at most 25 MiB; leave a larger one in a mailbox that the account reads.';
const WRONG_TYPE = 'Send the mail with Content-Type: message/rfc822 (or application/octet-stream).';
const NO_MAIL =
  'The body does not begin with the header of a mail: send the source as the mail server got it (RFC 5322), not a form, JSON or a part of it.';

const accepted: WebhookAnswer = {
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify({ mails: 1 }),
};

function wrongInput(message: string): Reception {
  return { kind: 'refused', problem: invalidInput([{ field: '', message }]) };
}

function refused(code: ProblemCode, title: string, detail: string): Reception {
  return { kind: 'refused', problem: { code, title, detail } };
}

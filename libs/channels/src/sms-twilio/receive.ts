import type { Reception, WebhookAnswer, WebhookRequest } from '#core/channel/webhook';
import { invalidInput, type ProblemCode } from '#core/error/problem';

import { readForm } from '../twilio-form.js';
import { checkTwilioSignature } from '../twilio-signature.js';
import { type AccountParts, ownWebhook } from './account-parts.js';
import { envelopeOf } from './envelope.js';
import { readEvent } from './event.js';
import { MAX_WEBHOOK_BYTES } from './limits.js';

const FORM = 'application/x-www-form-urlencoded';
const OTHER_BYTES = 'application/octet-stream';

/** Verify, then parse: one call is one event. The answer is empty: replies go through the API. */
export function receive(request: WebhookRequest, parts: AccountParts): Reception {
  const { method, headers, rawBody } = request;
  const address = ownWebhook(parts);
  if (method === 'GET') return { kind: 'refused', problem: invalidInput([POST_ONLY]) };
  if (rawBody.length > MAX_WEBHOOK_BYTES) return refused('too-large', 'Body too large', TOO_LARGE);
  const { accountSid, authTokens } = parts.settings;
  const signature = checkTwilioSignature(request, address, authTokens);
  if (signature.kind === 'forged') {
    return refused('unauthenticated', 'The signature does not fit', signature.remedy);
  }
  const isForm = (headers['content-type'] ?? FORM).toLowerCase().startsWith(FORM);
  const contentType = isForm ? FORM : OTHER_BYTES;
  if (isForm && !isOurs(rawBody, accountSid)) {
    return refused('forbidden', 'This is the address of another account', WRONG_ACCOUNT);
  }
  const event = readEvent({ raw: rawBody, contentType });
  const envelope = envelopeOf(event, rawBody, contentType, parts.tools.account.id);
  return { kind: 'accepted', envelopes: [envelope], answer: emptyTwiml };
}

/** Every call names its account; one that names none is looked at by a person. */
function isOurs(rawBody: Buffer, accountSid: string): boolean {
  return readForm(rawBody)
    .getAll('AccountSid')
    .every((named) => named === accountSid);
}

/** Anything else would be sent to the citizen as a text. */
const emptyTwiml: WebhookAnswer = {
  status: 200,
  contentType: 'text/xml',
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
};

const POST_ONLY = {
  field: '',
  message: 'Call this address with POST: set the webhook of the number to HTTP POST.',
};
const TOO_LARGE = 'No message is that long: nothing of it was read.';
const WRONG_ACCOUNT =
  'AccountSid is not the one in the settings of this account: set the webhook of the number to the address of its own account.';

function refused(code: ProblemCode, title: string, detail: string): Reception {
  return { kind: 'refused', problem: { code, title, detail } };
}

import type { ChannelTools } from '#core/channel/definition';
import type { InboundEnvelope } from '#core/channel/envelope';
import type { Reception, WebhookAnswer, WebhookRequest } from '#core/channel/webhook';
import type { Problem } from '#core/error/problem';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';

import { readForm } from '../twilio-form.js';
import { webhookAddress } from '../twilio-settings.js';
import { checkTwilioSignature } from '../twilio-signature.js';
import { type CallEvent, readCallEvent } from './call-event.js';
import { answerStep, fallbackDocument } from './call-menu.js';
import { shownNumber } from './caller.js';
import { MAX_WEBHOOK_BYTES } from './limits.js';
import type { VoiceTwilioSettings } from './settings.js';

/**
 * Answers a call step by step, from memory alone, and keeps what it brings: an emergency, a
 * recording, how the call ended. The call itself brings nothing.
 */
export function receive(
  request: WebhookRequest,
  settings: VoiceTwilioSettings,
  tools: ChannelTools,
): Reception {
  // Says nothing but a greeting, to be copied to where it works without this town.
  if (request.method === 'GET') return answered(fallbackDocument(settings, tools.town));
  if (request.rawBody.length > MAX_WEBHOOK_BYTES) return { kind: 'refused', problem: tooLarge };
  const address = webhookAddress(settings.publicUrl ?? tools.publicUrl, tools.account.code);
  const check = checkTwilioSignature(request, address, settings.authTokens);
  if (check.kind === 'forged') return { kind: 'refused', problem: forged(check.remedy) };
  const fields = readForm(withQuery(request));
  if (fields.get('AccountSid') !== settings.accountSid) {
    return { kind: 'refused', problem: otherAccount };
  }
  const raw = withQuery(request);
  const twiml = answerStep(fields, { address, settings, town: tools.town, at: request.receivedAt });
  const event = readCallEvent(raw);
  if (event === null) return answered(twiml);
  const envelopes = [envelopeOf(event, raw, tools)];
  return { kind: 'accepted', envelopes, answer: answerOf(twiml) };
}

/** Step and language stand in the address that is signed with the form: they belong to the event. */
function withQuery({ rawBody, query }: WebhookRequest): Buffer {
  return query === '' ? rawBody : Buffer.concat([rawBody, Buffer.from(`&${query}`, 'utf8')]);
}

function envelopeOf(
  event: CallEvent,
  raw: Buffer,
  { account }: Pick<ChannelTools, 'account'>,
): InboundEnvelope {
  const { callSid, from, kind } = event;
  return {
    dedupeKey: dedupeKeyOf(account.id, kind, callSid, stepOf(event)),
    identityKey: identityKeyOf(account.id, shownNumber(from) ?? callSid),
    providerId: callSid,
    contentType: 'application/x-www-form-urlencoded',
    raw,
  };
}

/** A recording is told of twice, by the call and by its own callback. */
function stepOf(event: CallEvent): string {
  switch (event.kind) {
    case 'recording':
      return event.recordingSid;
    case 'status':
      return event.status;
    case 'emergency':
    case 'taken':
      return '';
  }
}

function answered(twiml: string): Reception {
  return { kind: 'answered', answer: answerOf(twiml) };
}

function answerOf(body: string): WebhookAnswer {
  return { status: 200, contentType: 'text/xml; charset=utf-8', body };
}

function forged(detail: string): Problem {
  return { code: 'unauthenticated', title: 'Not signed by the provider', detail };
}

const tooLarge: Problem = {
  code: 'too-large',
  title: 'Too large for a call',
  detail: 'Events of calls are some kilobytes of form fields.',
};

const otherAccount: Problem = {
  code: 'forbidden',
  title: 'Of another account',
  detail: 'AccountSid is not the account that is set up here: check the webhook address.',
};

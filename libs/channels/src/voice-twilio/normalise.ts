import type { ChannelTools } from '#core/channel/definition';
import type { StoredEnvelope } from '#core/channel/envelope';
import type { DeliveryReceipt, Normalised, NormalisedMessage } from '#core/channel/normalised';
import { renderText, supportedLanguage } from '#core/text/catalogue';
import type { Instant } from '#core/time/instant';

import { type CallEvent, readCallEvent } from './call-event.js';
import { senderOf } from './caller.js';
import type { VoiceTwilioSettings } from './settings.js';

type Tools = Pick<ChannelTools, 'town'>;
type Recording = Extract<CallEvent, { kind: 'recording' }>;

/** What people say before they hang up again is no message. */
const SHORTEST_SECONDS = 2;

export function normalise(
  { raw, identityKey }: StoredEnvelope,
  { emergencyKind }: Pick<VoiceTwilioSettings, 'emergencyKind'>,
  { town }: Tools,
): Normalised {
  const event = readCallEvent(raw);
  if (event === null) return unreadable(identityKey.toString('hex'));
  switch (event.kind) {
    case 'emergency':
      return {
        ...messageOf(event),
        text: renderText('call.pressed-emergency', town.language()),
        externalId: event.callSid,
        emergency: emergencyKind,
      };
    case 'recording':
      return event.seconds < SHORTEST_SECONDS
        ? { kind: 'ignored', reason: 'no-words-recorded' }
        : recordingMessage(event, town);
    case 'taken':
      return answerOfStaff(event);
    case 'status':
      return event.outgoing ? receiptOf(event) : { kind: 'ignored', reason: 'call-ended' };
  }
}

function messageOf(event: CallEvent): Omit<NormalisedMessage, 'text'> {
  const language = supportedLanguage(event.language);
  return {
    kind: 'message',
    sender: senderOf(event),
    occurredAt: null,
    channelRef: event.callSid,
    externalId: null,
    // All that one call brings is one request.
    evidence: { signedReferences: [], repliesTo: [event.callSid] },
    attachments: [],
    automatic: false,
    ...(language !== null && { language }),
  };
}

function recordingMessage(event: Recording, town: Tools['town']): NormalisedMessage {
  const { recordingSid, seconds, startedAt } = event;
  const began = Date.parse(startedAt);
  const attachment = {
    reference: recordingSid,
    filename: 'voicemail.wav',
    contentType: 'audio/wav',
  };
  return {
    ...messageOf(event),
    text: renderText('call.voicemail', town.language(), { seconds }),
    occurredAt: Number.isNaN(began) ? null : (began as Instant),
    externalId: recordingSid,
    attachments: [attachment],
  };
}

/** They pressed 1 when we called: who they are is shown by the number we called and its token. */
function answerOfStaff(event: Extract<CallEvent, { kind: 'taken' }>): NormalisedMessage {
  const { to, token } = event;
  return {
    ...messageOf(event),
    sender: { kind: 'voice', address: to === '' ? event.callSid : to, authentic: true },
    text: '1',
    evidence: { signedReferences: [], replyTokens: [token], repliesTo: [] },
  };
}

function receiptOf({ callSid, status }: Extract<CallEvent, { kind: 'status' }>): Normalised {
  const receipt = { kind: 'receipt', providerId: callSid, occurredAt: null } as const;
  const reason = failures[status];
  if (reason !== undefined) return { ...receipt, status: 'failed', reason };
  if (status === 'completed') return { ...receipt, status: 'delivered' };
  return { kind: 'ignored', reason: 'call-under-way' };
}

/** How a call of ours ends that nobody heard. */
const failures: Readonly<Record<string, DeliveryReceipt['reason'] & string>> = {
  busy: 'the line was busy',
  'no-answer': 'nobody answered',
  failed: 'the call could not be made',
  canceled: 'the call was cancelled',
};

/** Bytes that `receive` let in and that a later version cannot read: shown, so that somebody looks. */
function unreadable(address: string): NormalisedMessage {
  return {
    kind: 'message',
    sender: { kind: 'call', address, authentic: true },
    text: '[A call that cannot be shown. Its bytes are kept.]',
    occurredAt: null,
    channelRef: address,
    externalId: null,
    evidence: { signedReferences: [], repliesTo: [] },
    attachments: [],
    automatic: true,
  };
}

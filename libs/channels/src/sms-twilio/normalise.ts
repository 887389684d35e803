import type { StoredEnvelope } from '#core/channel/envelope';
import type {
  AttachmentReference,
  Ignored,
  Normalised,
  NormalisedMessage,
} from '#core/channel/normalised';

import { phoneNumberOf, senderOf } from './address.js';
import { readEvent } from './event.js';
import { hasProviderAnswered, type OptOutHandling } from './keyword-answers.js';
import type { SmsTwilioSettings } from './settings.js';
import { deliveryReport } from './status.js';
import type { MediaItem, TextMessage } from './text-event.js';

type UsedSettings = Pick<SmsTwilioSettings, 'number' | 'optOutHandling'>;

/** From the provider’s words to the town’s: total and pure. */
export function normalise(
  envelope: StoredEnvelope,
  { number: ownNumber, optOutHandling }: UsedSettings,
): Normalised {
  const event = readEvent(envelope);
  switch (event.kind) {
    case 'message':
      return phoneNumberOf(event.from) === ownNumber ? ownEcho : messageOf(event, optOutHandling);
    case 'status':
      return deliveryReport(event);
    case 'other':
      return placeholder(envelope);
  }
}

const ownEcho: Ignored = { kind: 'ignored', reason: 'own-echo' };

function messageOf(event: TextMessage, handling: OptOutHandling): NormalisedMessage {
  const { from, body, media } = event;
  const sender = senderOf(from);
  return {
    kind: 'message',
    sender,
    text: body === '' && media.length === 0 ? NO_WORDS : body,
    occurredAt: event.sentAt,
    channelRef: from,
    externalId: event.sid,
    evidence: { signedReferences: [], repliesTo: [] },
    attachments: media.map(attachmentOf),
    // Only programs have short codes and names; what answered one would answer each of its texts.
    automatic: sender.kind !== 'phone',
    ...(hasProviderAnswered(event, handling) && { consentHandled: true }),
  };
}

const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;
const ADDRESS = /^https?:\/\/[\x21-\x7e]{1,1000}$/;

/** An address that cannot be one stays visible: nothing is fetched for it. */
function attachmentOf({ url, contentType }: MediaItem): AttachmentReference {
  return {
    reference: ADDRESS.test(url) ? url : 'no-address',
    filename: null,
    contentType: MEDIA_TYPE.test(contentType) ? contentType : 'application/octet-stream',
  };
}

function placeholder({ identityKey }: StoredEnvelope): NormalisedMessage {
  const address = `unknown:${identityKey.toString('hex')}`;
  return {
    kind: 'message',
    sender: { kind: 'sender-name', address, authentic: true },
    text: UNKNOWN_KIND,
    occurredAt: null,
    channelRef: address,
    externalId: null,
    evidence: { signedReferences: [], repliesTo: [] },
    attachments: [],
    automatic: true,
  };
}

const NO_WORDS = '[A message without words or files.]';
const UNKNOWN_KIND = '[An event of the texting provider that cannot be shown. Its bytes are kept.]';

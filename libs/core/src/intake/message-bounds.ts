import type {
  AttachmentReference,
  Normalised,
  NormalisedMessage,
  SenderAddress,
} from '../channel/normalised.js';
import { truncateText } from '../text/well-formed.js';
import type { Instant } from '../time/instant.js';

export interface Unreadable {
  readonly kind: 'unreadable';
  /** A stable word: the reason of its quarantine. */
  readonly reason: string;
}

/** Longest text of one message; what is beyond is in the raw bytes. */
export const MAX_TEXT_CHARACTERS = 1_000_000;
const MAX_KIND_BYTES = 32;
const MAX_ADDRESS_BYTES = 255;
const MAX_EXTERNAL_ID_BYTES = 512;
const MAX_CHANNEL_REF_BYTES = 2_048;
const MAX_PROVIDER_ID_BYTES = 255;
const MAX_LANGUAGE_CHARACTERS = 35;
const MAX_SERVICE_CODE_CHARACTERS = 100;
const MAX_FILENAME_CHARACTERS = 255;
const MAX_CONTENT_TYPE_CHARACTERS = 255;
const MAX_REASON_CHARACTERS = 100;
/** 9999-12-31T23:59:59.999Z: what comes later has five digits to its year and fits no column. */
const LAST_INSTANT = 253_402_300_799_999;

/**
 * The database would refuse these. What tells people and messages apart makes the envelope
 * unreadable, under a reason with a name; what is only shown is cut.
 */
export function withinBounds(normalised: Normalised): Normalised | Unreadable {
  switch (normalised.kind) {
    case 'receipt':
      return tooLong(normalised.providerId, MAX_PROVIDER_ID_BYTES)
        ? unreadable('provider-id-too-long')
        : { ...normalised, occurredAt: possibleTime(normalised.occurredAt) };
    case 'ignored':
      return { ...normalised, reason: truncateText(normalised.reason, MAX_REASON_CHARACTERS) };
    case 'message':
      return unreadableMessage(normalised) ?? cutMessage(normalised);
  }
}

export function unreadable(reason: string): Unreadable {
  return { kind: 'unreadable', reason };
}

function unreadableMessage(message: NormalisedMessage): Unreadable | null {
  const { sender, externalId, channelRef } = message;
  if (sender.address === '') return unreadable('sender-missing');
  if (tooLong(sender.address, MAX_ADDRESS_BYTES)) return unreadable('sender-too-long');
  if (tooLong(sender.kind, MAX_KIND_BYTES)) return unreadable('sender-kind-too-long');
  if (tooLong(externalId ?? '', MAX_EXTERNAL_ID_BYTES)) return unreadable('message-id-too-long');
  return tooLong(channelRef, MAX_CHANNEL_REF_BYTES)
    ? unreadable('channel-reference-too-long')
    : null;
}

function cutMessage(message: NormalisedMessage): NormalisedMessage {
  const { language, serviceCode, ...rest } = message;
  const knownLanguage = language !== undefined && language.length <= MAX_LANGUAGE_CHARACTERS;
  const knownService =
    serviceCode !== undefined && serviceCode.length <= MAX_SERVICE_CODE_CHARACTERS;
  return {
    ...rest,
    ...(knownLanguage && { language }),
    ...(knownService && { serviceCode }),
    sender: withPossibleClaims(message.sender),
    text: message.text.slice(0, MAX_TEXT_CHARACTERS),
    occurredAt: possibleTime(message.occurredAt),
    attachments: message.attachments.map(cutAttachment),
  };
}

function withPossibleClaims(sender: SenderAddress): SenderAddress {
  const { claims, ...proved } = sender;
  const possible = claims?.filter(
    ({ kind, address }) =>
      address !== '' && !tooLong(address, MAX_ADDRESS_BYTES) && !tooLong(kind, MAX_KIND_BYTES),
  );
  return { ...proved, ...(possible !== undefined && { claims: possible }) };
}

function cutAttachment(attachment: AttachmentReference): AttachmentReference {
  const { filename, contentType } = attachment;
  return {
    ...attachment,
    filename: filename === null ? null : truncateText(filename, MAX_FILENAME_CHARACTERS),
    contentType: truncateText(contentType, MAX_CONTENT_TYPE_CHARACTERS),
  };
}

/** A date that no clock shows counts as none: the words matter more than their date. */
function possibleTime(at: Instant | null): Instant | null {
  const possible = at !== null && Number.isSafeInteger(at) && at >= 0 && at <= LAST_INSTANT;
  return possible ? at : null;
}

function tooLong(text: string, maxBytes: number): boolean {
  return Buffer.byteLength(text, 'utf8') > maxBytes;
}

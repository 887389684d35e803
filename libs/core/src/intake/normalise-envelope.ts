import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import type { Normalised, NormalisedMessage } from '../channel/normalised.js';
import { StoreConflict } from '../error/store-errors.js';
import type { RegistrationItem } from './planning.js';

type Understood = Pick<RegistrationItem, 'normalised' | 'capabilities'>;

/** Longest text of one message; what is beyond is in the raw bytes. */
export const MAX_TEXT_CHARACTERS = 1_000_000;
const MAX_ADDRESS_BYTES = 255;
const MAX_EXTERNAL_ID_BYTES = 512;
const MAX_CHANNEL_REF_BYTES = 2_048;

/** Asks the channel what an envelope says; an exception or an impossible value quarantines it. */
export function normaliseEnvelope(accounts: ChannelAccounts, envelope: StoredEnvelope): Understood {
  const account = accounts.byId(envelope.channelAccountId);
  if (account === 'unknown') throw new StoreConflict('its account was added a moment ago');
  if (account === 'broken')
    return { normalised: unreadable('account-broken'), capabilities: noCapabilities };
  const { capabilities } = account;
  try {
    const normalised = account.adapter.normalise(envelope);
    return { normalised: withinBounds(normalised), capabilities };
  } catch {
    return { normalised: unreadable('normalise-failed'), capabilities };
  }
}

/** The database would refuse these; here the reason has a name. */
function withinBounds(normalised: Normalised): Understood['normalised'] {
  switch (normalised.kind) {
    case 'receipt':
      return tooLong(normalised.providerId, 255) ? unreadable('provider-id-too-long') : normalised;
    case 'ignored':
      return normalised;
    case 'message':
      return messageWithinBounds(normalised);
  }
}

function messageWithinBounds(message: NormalisedMessage): Understood['normalised'] {
  if (message.sender.address === '') return unreadable('sender-missing');
  if (tooLong(message.sender.address, MAX_ADDRESS_BYTES)) return unreadable('sender-too-long');
  if (tooLong(message.externalId ?? '', MAX_EXTERNAL_ID_BYTES))
    return unreadable('message-id-too-long');
  if (tooLong(message.channelRef, MAX_CHANNEL_REF_BYTES))
    return unreadable('channel-reference-too-long');
  if (message.text.length <= MAX_TEXT_CHARACTERS) return message;
  return { ...message, text: message.text.slice(0, MAX_TEXT_CHARACTERS) };
}

function tooLong(text: string, maxBytes: number): boolean {
  return Buffer.byteLength(text, 'utf8') > maxBytes;
}

function unreadable(reason: string): { readonly kind: 'unreadable'; readonly reason: string } {
  return { kind: 'unreadable', reason };
}

const noCapabilities: Understood['capabilities'] = {
  textLimit: { max: 0, unit: 'characters' },
  audience: 'private',
  grouping: 'separate',
  awaitsRegistration: false,
  receipts: 'none',
  idempotency: 'none',
  attachments: { inbound: false, outbound: false },
  acknowledges: false,
};

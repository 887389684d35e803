import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { ChannelCapabilities } from '../channel/capabilities.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import { StoreConflict } from '../error/store-errors.js';
import { unreadable, withinBounds } from './message-bounds.js';
import type { ParseResult } from './parse-envelope.js';
import type { RegistrationItem } from './planning.js';

type Understood = Pick<RegistrationItem, 'normalised' | 'capabilities' | 'channel'>;

/**
 * Asks the channel what an envelope says; an exception or an impossible value quarantines it.
 *
 * @param parsed null for channels that do not parse ahead.
 */
export function normaliseEnvelope(
  accounts: ChannelAccounts,
  envelope: StoredEnvelope,
  parsed: ParseResult | null,
): Understood {
  const account = accounts.byId(envelope.channelAccountId);
  if (account === 'unknown') throw new StoreConflict('its account was added a moment ago');
  if (account === 'broken') return notUnderstood('account-broken');
  const { capabilities, adapter, channel } = account;
  if (parsed?.kind === 'failed') return notUnderstood('parse-failed');
  try {
    const normalised = withinBounds(adapter.normalise(envelope, parsed?.value));
    return { normalised, capabilities, channel };
  } catch {
    return notUnderstood('normalise-failed');
  }
}

/** For an envelope of which nobody can say what it says. */
export function notUnderstood(reason: string): Understood {
  return { normalised: unreadable(reason), capabilities: noCapabilities, channel: null };
}

const noCapabilities: ChannelCapabilities = {
  textLimit: { max: 0, unit: 'characters' },
  audience: 'private',
  grouping: 'separate',
  awaitsRegistration: false,
  receipts: 'none',
  idempotency: 'none',
  absence: 'hint',
  attachments: { inbound: false, outbound: false },
  acknowledges: false,
  consent: 'none',
};

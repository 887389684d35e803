import type { ChannelAdapter, Recipient } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import { canonicalPhone } from '../canonical-phone.js';
import { refusedNumber } from '../number-limits.js';
import { check } from './check.js';
import { fetchMedia } from './fetch-media.js';
import { findSent } from './find-sent.js';
import { normalise } from './normalise.js';
import { receive } from './receive.js';
import { send } from './send.js';
import type { VoiceTwilioSettings } from './settings.js';

export function createAdapter(settings: VoiceTwilioSettings, tools: ChannelTools): ChannelAdapter {
  return {
    receive: (request) => Promise.resolve(receive(request, settings, tools)),
    normalise: (envelope) => normalise(envelope, settings, tools),
    fetchMedia: (reference, signal) => fetchMedia(reference, settings, signal),
    addressTo: (recipient) => addressTo(recipient, settings),
    send: (delivery, signal) => send(delivery, settings, tools, signal),
    findSent: (delivery, signal) => findSent(delivery, settings, signal),
    check: (signal) => check(settings, tools, signal),
  };
}

/** People of the town who asked to be called; a citizen's number is a phone, and never called. */
function addressTo(
  { kind, address }: Recipient,
  settings: Pick<VoiceTwilioSettings, 'allowedCountries'>,
): string | null {
  const number = kind === 'voice' ? canonicalPhone(address, 'US') : null;
  return number !== null && refusedNumber(number, settings) === null ? number : null;
}

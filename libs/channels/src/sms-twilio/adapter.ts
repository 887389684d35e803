import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import { heedingCountries } from '../number-limits.js';
import { addressTo } from './address-to.js';
import { check } from './check.js';
import { findSent } from './find-sent.js';
import { fetchMedia } from './media.js';
import { normalise } from './normalise.js';
import { poll } from './poll.js';
import { receive } from './receive.js';
import { send } from './send.js';
import type { SmsTwilioSettings } from './settings.js';

/** Webhooks bring what comes; the poll finds what a webhook missed. */
export function createAdapter(settings: SmsTwilioSettings, tools: ChannelTools): ChannelAdapter {
  const parts = { settings, tools };
  return {
    receive: (request) => Promise.resolve(receive(request, parts)),
    poll: (cursor, signal) => poll(parts, cursor, signal),
    normalise: (envelope) => heedingCountries(normalise(envelope, settings), settings),
    fetchMedia: (reference, signal) => fetchMedia(settings, reference, signal),
    addressTo: (recipient) => addressTo(recipient, settings),
    send: (delivery, signal) => send(parts, delivery, signal),
    findSent: (delivery, signal) => findSent(parts, delivery, signal),
    check: (signal) => check(parts, signal),
  };
}

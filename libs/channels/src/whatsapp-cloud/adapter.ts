import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import { heedingCountries } from '../number-limits.js';
import { addressTo } from './channel-reference.js';
import { check } from './check.js';
import { maintain } from './maintain.js';
import { fetchMedia } from './media.js';
import { normalise } from './normalise.js';
import { receive } from './receive.js';
import { send } from './send.js';
import type { WhatsAppSettings } from './settings.js';

/**
 * WhatsApp cannot list what it has sent: there is no `findSent`, and of a message whose answer was
 * lost only a person decides.
 */
export function createAdapter(settings: WhatsAppSettings, tools: ChannelTools): ChannelAdapter {
  const { account, clock } = tools;
  return {
    receive: (request) => Promise.resolve(receive(request, account.id, settings)),
    normalise: (envelope) => heedingCountries(normalise(envelope, settings), settings),
    fetchMedia: (reference, signal) => fetchMedia(settings, reference, clock.now(), signal),
    addressTo: (recipient) => addressTo(recipient, settings.template !== undefined),
    send: (delivery, signal) => send({ settings, clock }, delivery, signal),
    check: (signal) => check(settings, signal),
    maintain: (signal) => maintain(settings, tools, signal),
  };
}

import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import { normalise } from './normalise.js';
import { receive } from './receive.js';
import { findSent, send } from './send.js';
import type { WebFormSettings } from './settings.js';

export function createAdapter(settings: WebFormSettings, tools: ChannelTools): ChannelAdapter {
  return {
    receive: (request) => Promise.resolve(receive(request, tools)),
    normalise: (envelope) => normalise(envelope, settings.phoneCountry),
    send: (delivery) => Promise.resolve(send(delivery)),
    findSent: (delivery) => Promise.resolve(findSent(delivery)),
  };
}

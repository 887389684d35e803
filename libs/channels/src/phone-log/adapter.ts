import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import { enterCall } from './enter-call.js';
import { normalise } from './normalise.js';
import { findSent, send } from './send.js';
import type { PhoneLogSettings } from './settings.js';

export function createAdapter(settings: PhoneLogSettings, tools: ChannelTools): ChannelAdapter {
  return {
    enterCall: (call) => enterCall(call, settings, tools),
    normalise,
    send: () => Promise.resolve(send()),
    findSent: () => Promise.resolve(findSent()),
  };
}

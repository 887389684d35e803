import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import { normalise } from './normalise.js';
import { receive } from './receive.js';
import { findSent, send } from './send.js';
import type { TemplateSettings } from './settings.js';

/**
 * Joins the functions of one account. A function that is absent is a capability that is absent: a
 * provider that must be asked for news implements `poll`, one that reports deliveries returns
 * receipts from `normalise`. Keep no state here: a restart must not miss anything.
 */
export function createAdapter(settings: TemplateSettings, tools: ChannelTools): ChannelAdapter {
  return {
    receive: (request) =>
      Promise.resolve(receive(request, tools.account.id, settings.webhookSecret)),
    normalise,
    send: (delivery, signal) => send({ ...tools, settings }, delivery, signal),
    findSent: (delivery, signal) => findSent(settings, delivery, signal),
  };
}

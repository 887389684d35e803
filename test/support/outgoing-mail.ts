import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';
import type { DeliveryOutcome } from '#core/channel/delivery';
import { SendAttempts } from '#core/delivery/attempt-send';
import type { ClaimedDelivery } from '#core/delivery/outbox';

import { registeredChannel } from './channel-registered.js';
import { testWebhookSecret } from './channel-signing.js';
import { channelTools } from './channel-tools.js';

export const testTownAddress = '311@fairmill.example';

/** Settings of a mail account that sends through a server on this machine. */
export function mailSettings(
  outgoing: { readonly port: number; readonly [setting: string]: unknown },
  further: object = {},
): object {
  return {
    address: testTownAddress,
    displayName: 'Fairmill 311',
    senderChecks: 'none',
    inboundSecrets: [testWebhookSecret],
    outgoing: { host: '127.0.0.1', security: 'none', ...outgoing },
    ...further,
  };
}

/** The registered mail channel with such an account; `close` ends it. */
export function mailAdapter(
  settings: object,
  tools: ChannelTools = channelTools(),
): ChannelAdapter {
  const definition = registeredChannel('email');
  return definition.create(definition.settings.parse(settings), tools);
}

/** Where the answer to a mail of this citizen goes, as the mail channel notes it. */
export function referenceTo(address: string): string {
  return JSON.stringify({
    to: { name: null, address },
    subject: 'Street light out',
    messageId: '<question@example.org>',
    references: [],
  });
}

/** One attempt as the core makes it, with its time limit. */
export function attemptSend(
  adapter: ChannelAdapter,
  delivery: ClaimedDelivery,
  timeoutMs: number,
): Promise<DeliveryOutcome> {
  return new SendAttempts().send(adapter, delivery, timeoutMs);
}

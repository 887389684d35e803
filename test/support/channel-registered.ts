import { channels } from '#channels/registration';
import type { ChannelDefinition } from '#core/channel/definition';
import type { InboundEnvelope } from '#core/channel/envelope';
import type { ChannelAccountId } from '#core/identity/ids';

import { signedWebhook, testWebhookSecret } from './channel-signing.js';
import { channelTestTime, channelTools } from './channel-tools.js';

/**
 * A channel by its code. Tests outside a channel's own folder take it from the registration list and
 * import nothing of its folder: otherwise it could not be unplugged.
 */
export function registeredChannel(code: string): ChannelDefinition {
  const found = channels.find((definition) => definition.code === code);
  if (found === undefined) throw new Error(`This needs the channel "${code}": plug it in again.`);
  return found;
}

/** What the loopback channel makes of a body for an account, without a server in between. */
export async function loopbackEnvelopes(
  id: ChannelAccountId,
  body: Buffer,
): Promise<readonly InboundEnvelope[]> {
  const loopback = registeredChannel('loopback');
  const tools = { ...channelTools(), account: { id, code: 'loopback' } };
  const adapter = loopback.create(loopback.settings.parse({ secrets: [testWebhookSecret] }), tools);
  const reception = await adapter.receive?.(signedWebhook(body, channelTestTime));
  if (reception?.kind !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(reception)}`);
  return reception.envelopes;
}

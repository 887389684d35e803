import type { ChannelTools } from '#core/channel/definition';

import { isSubscribed, subscriptionPath } from './check.js';
import { callGraph } from './graph-call.js';
import type { WhatsAppSettings } from './settings.js';

/** Meta ends a subscription whose webhook did not answer for long: then nothing comes in any more. */
export async function maintain(
  settings: WhatsAppSettings,
  { log }: Pick<ChannelTools, 'log'>,
  signal: AbortSignal,
): Promise<void> {
  if ((await isSubscribed(settings, signal)) !== false) return;
  const path = subscriptionPath(settings);
  const answer = await callGraph(settings, { method: 'POST', path }, signal);
  const subscribed = answer.kind === 'answered' && answer.status === 200;
  log.warn('whatsapp-subscription-was-missing', { subscribed });
}

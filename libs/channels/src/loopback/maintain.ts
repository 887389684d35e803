import type { ChannelLog } from '#core/channel/definition';

import type { LoopbackSettings } from './settings.js';

/** Nothing here expires by itself; what people forget is the old secret after a rotation. */
export function maintain({ secrets }: LoopbackSettings, log: ChannelLog): Promise<void> {
  if (secrets.length > 1) log.warn('loopback-retired-secrets', { count: secrets.length - 1 });
  return Promise.resolve();
}

import type { ChannelAdapter } from '#core/channel/adapter';

import { registeredChannel } from './channel-registered.js';

/** For modules loaded before a process: gives every loopback adapter another behaviour. */
export function wrapLoopback(wrap: (adapter: ChannelAdapter) => ChannelAdapter): void {
  const definition = registeredChannel('loopback');
  const original = { ...definition };
  const create = (...parts: Parameters<typeof definition.create>) =>
    wrap(original.create(...parts));
  Object.assign(definition, { create });
}

import { definition } from '#channels/loopback/definition';
import type { ChannelAdapter } from '#core/channel/adapter';

/** For modules loaded before a process: gives every loopback adapter another behaviour. */
export function wrapLoopback(wrap: (adapter: ChannelAdapter) => ChannelAdapter): void {
  const original = { ...definition };
  const create = (...parts: Parameters<typeof definition.create>) =>
    wrap(original.create(...parts));
  Object.assign(definition, { create });
}

import { describe, expect, it } from '@jest/globals';

import { definitionContract } from './definition-contract.js';
import { goldenContract } from './golden-contract.js';
import { normaliseContract } from './normalise-contract.js';
import { type ChannelUnderTest, withChannel } from './open-channel.js';
import { pollContract } from './poll-contract.js';
import { receiveContract } from './receive-contract.js';
import { sendContract } from './send-contract.js';

/**
 * What every channel must keep, shown on its own samples. It skips only what a channel's
 * capabilities deny.
 */
export function channelContract(channel: ChannelUnderTest): void {
  const { definition, samples } = channel;
  describe(`the channel ${definition.code}`, () => {
    definitionContract(channel);
    goldenContract(channel);
    if (samples.inbound !== null) {
      receiveContract(channel, samples.inbound);
      normaliseContract(channel, samples.inbound);
    }
    pollContract(channel);
    sendContract(channel);
    upkeepContract(channel);
  });
}

function upkeepContract(channel: ChannelUnderTest): void {
  describe('upkeep', () => {
    it('finds a right account healthy, and says so step by step', async () => {
      await withChannel(channel, async ({ adapter }) => {
        const health = await adapter.check?.(new AbortController().signal);
        if (health === undefined) return;
        expect(health.steps.filter(({ passed }) => !passed)).toEqual([]);
        expect(health.healthy).toBe(true);
        expect(health.steps.length).toBeGreaterThan(0);
      });
    });

    it('can be maintained and closed, twice if need be', async () => {
      await withChannel(channel, async ({ adapter }) => {
        await adapter.maintain?.(new AbortController().signal);
        await adapter.maintain?.(new AbortController().signal);
        await adapter.close?.();
      });
    });

    it('has a way in: it is called, it polls, or people of the town write into it', async () => {
      await withChannel(channel, ({ adapter }) => {
        const receives = adapter.receive !== undefined;
        const isWritten = adapter.enterCall !== undefined;
        expect(receives || adapter.poll !== undefined || isWritten).toBe(true);
        expect(receives).toBe(channel.samples.inbound !== null);
        return Promise.resolve();
      });
    });
  });
}

import { describe, expect, it } from '@jest/globals';

import type { ChannelAdapter, Polled } from '#core/channel/adapter';

import { channelTestTime, storedEnvelope } from '../../support/channel-tools.js';
import { type ChannelUnderTest, type OpenChannel, withChannel } from './open-channel.js';

export function pollContract(channel: ChannelUnderTest): void {
  describe('poll', () => {
    it('starts at now: what was there before the account stays untouched', async () => {
      await withPolledChannel(channel, async (_open, poll, deliver) => {
        await deliver('event-1', 'An old message');
        const first = await poll(null);
        expect(first.envelopes).toEqual([]);
        expect((await poll(first.cursor)).envelopes).toEqual([]);
      });
    });

    it('hands over what came since, in order, and nothing twice once the cursor moved', async () => {
      await withPolledChannel(channel, async (open, poll, deliver) => {
        const { cursor } = await poll(null);
        await deliver('event-2', 'First');
        await deliver('event-3', 'Second');
        const { envelopes, cursor: next } = await poll(cursor);
        expect(envelopes.map((envelope) => wordsOf(open, envelope))).toEqual(['First', 'Second']);
        expect((await poll(next)).envelopes).toEqual([]);
      });
    });

    it('gives the same keys when it must start again from an earlier cursor', async () => {
      await withPolledChannel(channel, async (_open, poll, deliver) => {
        const { cursor } = await poll(null);
        await deliver('event-2', 'First');
        const [once] = (await poll(cursor)).envelopes;
        const [again] = (await poll(cursor)).envelopes;
        expect(once?.dedupeKey).toHaveLength(32);
        expect(again?.dedupeKey).toEqual(once?.dedupeKey);
        expect(again?.identityKey).toEqual(once?.identityKey);
      });
    });

    it('leaves the cursor where it was when it is stopped before it begins', async () => {
      await withPolledChannel(channel, async ({ adapter }, poll, deliver) => {
        const { cursor } = await poll(null);
        await deliver('event-2', 'First');
        const stopped = await adapter.poll?.(cursor, AbortSignal.abort());
        expect((await poll(stopped?.cursor ?? null)).envelopes).toHaveLength(1);
      });
    });

    watchContract(channel);
  });
}

function watchContract(channel: ChannelUnderTest): void {
  it('rings when something comes, and ends when it is told to', async () => {
    await withPolledChannel(channel, async ({ adapter }, _poll, deliver) => {
      if (adapter.watch === undefined) return;
      const stop = new AbortController();
      let ended: Promise<void> | undefined;
      const rung = new Promise<void>((resolve) => {
        ended = adapter.watch?.(resolve, stop.signal);
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await deliver('event-2', 'First');
      await rung;
      stop.abort();
      await expect(ended).resolves.toBeUndefined();
    });
  });
}

type PolledTest = (
  open: OpenChannel,
  poll: (cursor: string | null) => Promise<Polled>,
  deliver: (id: string, text: string) => Promise<void>,
) => Promise<void>;

async function withPolledChannel(channel: ChannelUnderTest, test: PolledTest): Promise<void> {
  await withChannel(channel, async (open) => {
    const { adapter, provider } = open;
    const poll: ChannelAdapter['poll'] = adapter.poll?.bind(adapter);
    const deliver = provider.deliver?.bind(provider);
    expect(poll === undefined).toBe(deliver === undefined);
    if (poll === undefined || deliver === undefined) return;
    await test(
      open,
      (cursor) => poll(cursor, new AbortController().signal),
      (id, text) => deliver({ id, from: 'ana', text, at: channelTestTime }),
    );
  });
}

function wordsOf({ adapter }: OpenChannel, envelope: Polled['envelopes'][number]): string {
  const normalised = adapter.normalise(storedEnvelope(envelope));
  return normalised.kind === 'message' ? normalised.text : normalised.kind;
}

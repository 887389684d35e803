import { describe, expect, it } from '@jest/globals';

import type { ChannelCapabilities } from '#core/channel/capabilities';
import type { Delivery, DeliveryOutcome } from '#core/channel/delivery';

import { channelDelivery } from '../../support/channel-tools.js';
import { type ChannelUnderTest, type OpenChannel, withChannel } from './open-channel.js';

const goOn = new AbortController().signal;

export function sendContract(channel: ChannelUnderTest): void {
  const { reaches } = channel.definition.capabilities;

  describe('send', () => {
    if (reaches !== undefined) refusalContract(channel);
    if (reaches !== 'nobody') sendingContract(channel);
  });
}

function refusalContract(channel: ChannelUnderTest): void {
  it('refuses what goes to a citizen, so that it takes another way', async () => {
    await withChannel(channel, async (open) => {
      for (const kind of ['reply', 'status', 'acknowledgement'] as const) {
        const delivery = channelDelivery({ channelRef: open.provider.channelRef, kind });
        const outcome = await open.adapter.send(delivery, goOn);
        expectOutcome(outcome);
        expect(kindOf(outcome)).toBe('window-closed');
        expect(await acceptedBy(open, delivery)).toBe(0);
      }
    });
  });
}

function sendingContract(channel: ChannelUnderTest): void {
  const { capabilities } = channel.definition;

  it('hands one message over and names it', async () => {
    await withChannel(channel, async (open) => {
      const delivery = deliveryOn(channel, { channelRef: open.provider.channelRef });
      const outcome = await open.adapter.send(delivery, goOn);
      expect(outcome.kind).toBe('sent');
      expectOutcome(outcome);
      expect(await acceptedBy(open, delivery)).toBe(1);
    });
  });

  it('sends a text of the longest length, and refuses a longer one instead of cutting it', async () => {
    await withChannel(channel, async (open) => {
      const { channelRef } = open.provider;
      const longest = 'a'.repeat(lettersIn(capabilities.textLimit));
      const fits = deliveryOn(channel, { channelRef, text: longest });
      const tooLong = deliveryOn(channel, { channelRef, text: `${longest}a` });
      expect((await open.adapter.send(fits, goOn)).kind).toBe('sent');
      const outcome = await open.adapter.send(tooLong, goOn);
      expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'rejected' } });
    });
  });

  it('says what became of a message at every address that fails', async () => {
    await withChannel(channel, async (open) => {
      for (const { channelRef, outcome: expected } of open.provider.refusals) {
        const delivery = deliveryOn(channel, { channelRef });
        const outcome = await open.adapter.send(delivery, goOn);
        expectOutcome(outcome);
        expect(kindOf(outcome)).toBe(expected);
        if (expected !== 'unknown') expect(await acceptedBy(open, delivery)).not.toBe(1);
      }
    });
  });

  it('returns at once when it is cut off, and never claims a message that did not leave', async () => {
    await withChannel(channel, async (open) => {
      const delivery = deliveryOn(channel, { channelRef: open.provider.channelRef });
      const outcome = await open.adapter.send(delivery, AbortSignal.abort());
      expectOutcome(outcome);
      if (outcome.kind !== 'unknown') {
        expect(await acceptedBy(open, delivery)).toBe(outcome.kind === 'sent' ? 1 : 0);
      }
    });
  }, 2_000);

  if (capabilities.attachments.outbound) filesContract(channel);
  if (capabilities.idempotency === 'key') idempotencyContract(channel);
  findSentContract(channel);
}

/** How many of the commonest letters are as long as a channel takes. */
function lettersIn({ max, unit }: ChannelCapabilities['textLimit']): number {
  return unit === 'sms-segments' ? max * LETTERS_PER_SEGMENT : max;
}

const LETTERS_PER_SEGMENT = 153;

function filesContract(channel: ChannelUnderTest): void {
  it('brings the files of a message over, byte by byte, whatever their names and kinds', async () => {
    await withChannel(channel, async ({ adapter, provider }) => {
      const everyByte = Buffer.from(Array.from({ length: 10_000 }, (_, at) => at % 256));
      const text = Buffer.from('From here\n.\r\n\r\n--x--\r\nlast line without end');
      const attachments = [
        { filename: 'plan ñ.pdf', contentType: 'application/pdf', bytes: everyByte },
        { filename: 'a\r\nBcc: victim@example.org', contentType: 'text/plain', bytes: text },
        { filename: 'n'.repeat(10_000), contentType: 'text/html', bytes: everyByte },
        { filename: 'mail.eml', contentType: 'message/rfc822', bytes: text },
      ];
      const { channelRef } = provider;
      const delivery = deliveryOn(channel, { channelRef, attachments });
      expect((await adapter.send(delivery, goOn)).kind).toBe('sent');
      if (provider.accepted === 'own-page') return;
      expect(await provider.filesOf?.(delivery.idempotencyKey)).toEqual(
        attachments.map(({ bytes }) => bytes),
      );
    });
  });
}

function idempotencyContract(channel: ChannelUnderTest): void {
  it('reaches the citizen once, however often the same key is sent', async () => {
    await withChannel(channel, async (open) => {
      const delivery = deliveryOn(channel, { channelRef: open.provider.channelRef });
      const first = await open.adapter.send(delivery, goOn);
      const second = await open.adapter.send({ ...delivery, attempt: 2 }, goOn);
      expect(second).toEqual(first);
      expect(await acceptedBy(open, delivery)).toBe(1);
    });
  });
}

function findSentContract(channel: ChannelUnderTest): void {
  it('finds at the provider what was sent, and nothing else', async () => {
    await withChannel(channel, async (open) => {
      const { adapter, provider } = open;
      if (adapter.findSent === undefined) return;
      const delivery = deliveryOn(channel, { channelRef: provider.channelRef });
      if (provider.accepted !== 'own-page') {
        expect(await adapter.findSent(delivery, goOn)).toEqual({ kind: 'absent' });
      }
      const outcome = await adapter.send(delivery, goOn);
      const found = await adapter.findSent({ ...delivery, attempt: 2 }, goOn);
      expect(found.kind).toBe('found');
      expect(found).toMatchObject(
        outcome.kind === 'sent' ? { providerId: outcome.providerId } : {},
      );
    });
  });

  it('finds a message whose answer was lost', async () => {
    await withChannel(channel, async (open) => {
      const { adapter, provider } = open;
      const lost = provider.refusals.find(({ outcome }) => outcome === 'unknown');
      if (adapter.findSent === undefined || lost === undefined) return;
      const delivery = deliveryOn(channel, { channelRef: lost.channelRef });
      await adapter.send(delivery, goOn);
      expect((await adapter.findSent(delivery, goOn)).kind).toBe('found');
    });
  });
}

/** Of a kind that the channel carries. */
function deliveryOn({ definition }: ChannelUnderTest, parts: Partial<Delivery>): Delivery {
  const kind = definition.capabilities.reaches === 'staff' ? 'alert' : 'reply';
  return channelDelivery({ kind, ...parts });
}

function expectOutcome(outcome: DeliveryOutcome): void {
  expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
  switch (outcome.kind) {
    case 'sent':
      expect(outcome.providerId).toMatch(/^\S.{0,254}$/);
      return;
    case 'not-sent':
      expect(outcome.failure.reason).not.toBe('');
      return;
    case 'unknown':
      expect(outcome.reason).not.toBe('');
  }
}

function kindOf(outcome: DeliveryOutcome): string {
  return outcome.kind === 'not-sent' ? outcome.failure.kind : outcome.kind;
}

/** What the provider holds; where our own page is the provider, what was sent is on it. */
async function acceptedBy(
  { provider }: OpenChannel,
  { idempotencyKey }: ReturnType<typeof channelDelivery>,
): Promise<number> {
  return provider.accepted === 'own-page' ? 1 : provider.accepted(idempotencyKey);
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { InboundSamples } from '#channels/channel-samples';
import type { StoredEnvelope } from '#core/channel/envelope';
import type { Normalised, NormalisedMessage } from '#core/channel/normalised';

import { storedEnvelope } from '../../support/channel-tools.js';
import { hostileBodies } from './hostile-bodies.js';
import {
  type ChannelUnderTest,
  eventRequest,
  type OpenChannel,
  receiveOf,
  understand,
  withChannel,
} from './open-channel.js';
import { envelopesOf } from './receive-contract.js';

export function normaliseContract(channel: ChannelUnderTest, inbound: InboundSamples): void {
  describe('normalise', () => {
    it('keeps the words, whatever is written', async () => {
      await withChannel(channel, async (open) => {
        await fc.assert(
          fc.asyncProperty(words, async (text) => {
            const message = await messageOf(inbound, open, { id: 'event-1', from: 'ana', text });
            const same = inbound.sameWords?.(text, message.text) ?? message.text === text;
            expect([message.text, same]).toEqual([message.text, true]);
          }),
          { numRuns: 100 },
        );
      });
    });

    it('names one sender by one address, and tells where an answer goes', async () => {
      await withChannel(channel, async (open) => {
        const first = await messageOf(inbound, open, { id: 'event-1', from: 'ana' });
        const second = await messageOf(inbound, open, { id: 'event-2', from: 'ana' });
        const other = await messageOf(inbound, open, { id: 'event-3', from: 'ben' });
        expect(second.sender).toEqual(first.sender);
        expect(other.sender.address).not.toBe(first.sender.address);
        expect(first.channelRef).not.toBe('');
        expect(first.sender.authentic).toBe(true);
      });
    });

    it('gives the same value every time and leaves the bytes alone', async () => {
      await withChannel(channel, async (open) => {
        const envelope = await envelopeOf(inbound, open, { id: 'event-1', from: 'ana' });
        const before = Buffer.from(envelope.raw);
        const first = await understand(open, envelope);
        expect(await understand(open, { ...envelope, raw: before })).toEqual(first);
        expect(envelope.raw).toEqual(before);
      });
    });

    it.each(hostileBodies)('makes something to see of $name', async ({ body }) => {
      await withChannel(channel, async (open) => {
        const envelope = await envelopeOf(inbound, open, { id: 'event-1', from: 'ana' });
        expectStorable(await understand(open, { ...envelope, raw: body }));
      });
    });

    it('gives a value for any bytes', async () => {
      await withChannel(channel, async (open) => {
        const genuine = await envelopeOf(inbound, open, { id: 'event-1', from: 'ana' });
        await fc.assert(
          fc.asyncProperty(anyBytes(genuine.raw), async (raw) => {
            expectStorable(await understand(open, { ...genuine, raw }));
          }),
          { numRuns: 500 },
        );
      });
    });
  });
}

/** What the database, the screen and JSON can hold, in the lengths that the core allows. */
export function expectStorable(normalised: Normalised): void {
  expect(JSON.parse(JSON.stringify(normalised))).toEqual(normalised);
  switch (normalised.kind) {
    case 'message':
      expectStorableMessage(normalised);
      return;
    case 'receipt':
      expect(Buffer.byteLength(normalised.providerId)).toBeLessThanOrEqual(1_020);
      return;
    case 'ignored':
      expect(normalised.reason).toMatch(/^[a-z][a-z-]{1,98}$/);
  }
}

function expectStorableMessage(message: NormalisedMessage): void {
  const { sender, channelRef, externalId, attachments, occurredAt } = message;
  expect(message.text !== '' || attachments.length > 0 || !message.automatic).toBe(true);
  expect(sender.address).not.toBe('');
  expect(Buffer.byteLength(sender.address)).toBeLessThanOrEqual(255);
  expect(Buffer.byteLength(channelRef)).toBeLessThanOrEqual(2_048);
  expect(occurredAt === null || Number.isSafeInteger(occurredAt)).toBe(true);
  const claims = (sender.claims ?? []).map(({ address }) => address);
  const ids = [sender.address, channelRef, externalId ?? '', ...claims];
  const names = attachments.flatMap(({ reference, filename }) => [reference, filename ?? '']);
  for (const text of [...ids, ...names]) expect(text).not.toMatch(/[\0\p{Surrogate}]/u);
}

async function messageOf(
  inbound: InboundSamples,
  open: OpenChannel,
  event: Parameters<typeof eventRequest>[2],
): Promise<NormalisedMessage> {
  const normalised = await understand(open, await envelopeOf(inbound, open, event));
  if (normalised.kind !== 'message') throw new Error(`Understood as ${normalised.kind}`);
  return normalised;
}

async function envelopeOf(
  inbound: InboundSamples,
  open: OpenChannel,
  event: Parameters<typeof eventRequest>[2],
): Promise<StoredEnvelope> {
  const reception = await receiveOf(open)(eventRequest(inbound, open, event));
  const [envelope] = envelopesOf(reception);
  if (envelope === undefined) throw new Error('No envelope');
  return storedEnvelope(envelope);
}

const blanks = fc.constantFrom('', ' ', '\n', '\t\r\n');
const words = fc
  .tuple(blanks, fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 200 }), blanks)
  .map((parts) => parts.join(''))
  .filter((text) => text.trim() !== '' && !text.includes('\0'));

/** Bytes of every kind, and genuine ones with a piece replaced. */
function anyBytes(genuine: Buffer): fc.Arbitrary<Buffer> {
  const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const json = fc.json().map((text) => Buffer.from(text));
  const mutated = fc
    .tuple(fc.nat(genuine.length), fc.nat(8), fc.uint8Array({ maxLength: 8 }))
    .map(([at, length, piece]) =>
      Buffer.concat([genuine.subarray(0, at), piece, genuine.subarray(at + length)]),
    );
  const retyped = fc
    .tuple(fc.constantFrom(...fieldsOf(genuine)), fc.jsonValue())
    .map(([field, value]) => Buffer.from(JSON.stringify({ ...asObject(genuine), [field]: value })));
  return fc.oneof(noise, json, mutated, retyped);
}

function fieldsOf(genuine: Buffer): string[] {
  return [...Object.keys(asObject(genuine)), 'type', 'id', 'at', 'attachments', '__proto__'];
}

function asObject(genuine: Buffer): object {
  try {
    const value: unknown = JSON.parse(genuine.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { InboundSamples } from '#channels/channel-samples';
import type { InboundEnvelope } from '#core/channel/envelope';
import type { Reception, WebhookRequest } from '#core/channel/webhook';

import { webhookRequest } from '../../support/channel-tools.js';
import { hostileBodies } from './hostile-bodies.js';
import { type ChannelUnderTest, eventRequest, receiveOf, withChannel } from './open-channel.js';

const ana = { id: 'event-1', from: 'ana' };

export function receiveContract(channel: ChannelUnderTest, inbound: InboundSamples): void {
  describe('receive', () => {
    it('turns a genuine request into envelopes that the database can keep', async () => {
      await withChannel(channel, async (open) => {
        const request = eventRequest(inbound, open, ana);
        const [envelope, ...others] = envelopesOf(await receiveOf(open)(request));
        expect(others).toEqual([]);
        expect(envelope?.dedupeKey).toHaveLength(32);
        expect(envelope?.identityKey).toHaveLength(16);
        expect(Buffer.byteLength(envelope?.providerId ?? '')).toBeLessThanOrEqual(255);
        expect(envelope?.contentType).toMatch(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w-]+)?$/);
        expect(request.rawBody.includes(Buffer.from(envelope?.raw ?? 'nothing'))).toBe(true);
      });
    });

    it('answers at once, or awaits the registration, as its capabilities say', async () => {
      await withChannel(channel, async (open) => {
        const reception = await receiveOf(open)(eventRequest(inbound, open, ana));
        const { awaitsRegistration } = channel.definition.capabilities;
        expect(reception.kind).toBe(awaitsRegistration ? 'awaited' : 'accepted');
      });
    });

    it('gives a repeated request the same keys, and another event others', async () => {
      await withChannel(channel, async (open) => {
        const receive = receiveOf(open);
        const request = eventRequest(inbound, open, ana);
        const other = eventRequest(inbound, open, { ...ana, id: 'event-2' });
        const [first] = envelopesOf(await receive(request));
        const [repeated] = envelopesOf(await receive(request));
        const [second] = envelopesOf(await receive(other));
        expect(repeated?.dedupeKey).toEqual(first?.dedupeKey);
        expect(second?.dedupeKey).not.toEqual(first?.dedupeKey);
      });
    });

    it('keeps ids apart that differ only by case, accent or a trailing blank', async () => {
      await withChannel(channel, async (open) => {
        const keys = new Set<string>();
        for (const id of ['aBc-1', 'abc-1', 'abc-1_', 'ABC-1']) {
          const request = eventRequest(inbound, open, { ...ana, id });
          const [envelope] = envelopesOf(await receiveOf(open)(request));
          keys.add(envelope?.dedupeKey.toString('hex') ?? '');
        }
        expect(keys.size).toBe(4);
      });
    });

    it('gives the events of one sender one identity, and another sender another', async () => {
      await withChannel(channel, async (open) => {
        const identities: string[] = [];
        for (const event of [ana, { ...ana, id: 'event-2' }, { ...ana, from: 'ben' }]) {
          const [envelope] = envelopesOf(await receiveOf(open)(eventRequest(inbound, open, event)));
          identities.push(envelope?.identityKey.toString('hex') ?? '');
        }
        expect(identities[1]).toBe(identities[0]);
        expect(identities[2]).not.toBe(identities[0]);
      });
    });

    hostileContract(channel, inbound);
    if (inbound.signatureHeader !== null)
      forgeryContract(channel, inbound, inbound.signatureHeader);
  });
}

/** The goal is 100 ms; on a busy machine only what grows faster than the body can be told apart. */
const FAR_FROM_QUADRATIC_MS = 3_000;

function hostileContract(channel: ChannelUnderTest, inbound: InboundSamples): void {
  it.each(hostileBodies)(
    'judges $name without going through it twice over and harms nothing',
    async ({ body }) => {
      await withChannel(channel, async (open) => {
        const request = inbound.around(body, webhookRequest().receivedAt);
        const judge = receiveOf(open);
        expectReception(await judge(request));
        expect(await fastestOf(3, () => judge(request))).toBeLessThan(FAR_FROM_QUADRATIC_MS);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      });
    },
  );

  it('never throws, whatever arrives', async () => {
    await withChannel(channel, async (open) => {
      await fc.assert(
        fc.asyncProperty(anyRequest(inbound), async (request) => {
          const reception = await receiveOf(open)(request);
          expectReception(reception);
          if (inbound.signatureHeader !== null) expect(reception.kind).not.toBe('accepted');
        }),
        { numRuns: 300 },
      );
    });
  });
}

/** Names what is tried, and what it makes of a genuine request. */
type Forgery = readonly [name: string, forge: (request: WebhookRequest) => WebhookRequest];

function forgeryContract(channel: ChannelUnderTest, inbound: InboundSamples, header: string): void {
  const withHeader = (edit: (genuine: string) => string) => (request: WebhookRequest) => ({
    ...request,
    headers: { ...request.headers, [header]: edit(request.headers[header] ?? '') },
  });
  const withBody = (edit: (body: Buffer) => Buffer) => (request: WebhookRequest) => ({
    ...request,
    rawBody: edit(request.rawBody),
  });
  const forgeries: readonly Forgery[] = [
    ['no signature', (request) => ({ ...request, headers: without(request.headers, header) })],
    ['an empty signature', withHeader(() => '')],
    ['a truncated signature', withHeader((genuine) => genuine.slice(0, -5))],
    ['a signature with one character changed', withHeader(changeLastLetter)],
    [
      'only the beginning right',
      withHeader((genuine) => `${genuine.slice(0, 12)}${'A'.repeat(32)}`),
    ],
    [
      '1,000 wrong signatures',
      withHeader((genuine) => `${changeLastLetter(genuine)} `.repeat(1_000)),
    ],
    ['letters outside ASCII', withHeader((genuine) => 'ü€🚰'.repeat(genuine.length))],
    ['a very long signature', withHeader((genuine) => genuine + 'A'.repeat(100_000))],
    ['one byte of the body changed', withBody(changeMiddleByte)],
    ['the body written differently', withBody((body) => Buffer.concat([Buffer.from(' '), body]))],
    ['no body', withBody(() => Buffer.alloc(0))],
  ];

  it.each(forgeries)('refuses %s', async (_name, forge) => {
    await withChannel(channel, async (open) => {
      const genuine = eventRequest(inbound, open, ana);
      const reception = await receiveOf(open)(forge(genuine));
      expect(reception).toMatchObject({ kind: 'refused', problem: { code: 'unauthenticated' } });
    });
  });
}

function expectReception(reception: Reception): void {
  switch (reception.kind) {
    case 'refused':
      expect(reception.problem.title).not.toBe('');
      expect(reception.problem.detail).toMatch(/[.?!)]$/);
      expect(reception.problem.detail.length).toBeLessThan(4_000);
      return;
    case 'answered':
      expect(reception.answer.status).toBeLessThan(500);
      return;
    case 'accepted':
    case 'awaited':
      for (const { raw } of envelopesOf(reception)) expect(raw).toBeInstanceOf(Uint8Array);
  }
}

export function envelopesOf(reception: Reception): readonly InboundEnvelope[] {
  switch (reception.kind) {
    case 'refused':
      throw new Error(`Refused: ${reception.problem.detail}`);
    case 'answered':
      throw new Error('Answered without an envelope');
    case 'accepted':
      return reception.envelopes;
    case 'awaited':
      return [reception.envelope];
  }
}

/** Processor time, so that neighbours on the machine do not count. */
async function fastestOf(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  return Math.min(...times);
}

function anyRequest(inbound: InboundSamples): fc.Arbitrary<WebhookRequest> {
  const names = ['content-type', 'idempotency-key', inbound.signatureHeader ?? 'accept'];
  return fc
    .record({
      method: fc.constantFrom('GET' as const, 'POST' as const),
      query: fc.oneof(fc.string(), fc.webQueryParameters()),
      headers: fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' })),
      rawBody: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.json().map((text) => Buffer.from(text)),
      ),
    })
    .map(webhookRequest);
}

function without(headers: WebhookRequest['headers'], name: string): WebhookRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
}

function changeLastLetter(text: string): string {
  const at = text.search(/[A-Za-z0-9][^A-Za-z0-9]*$/) - 2;
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

function changeMiddleByte(body: Buffer): Buffer {
  const changed = Buffer.from(body);
  const middle = Math.floor(body.length / 2);
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}

import { timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelCapabilities } from '#core/channel/capabilities';
import { type ChannelDefinition, type ChannelTools, defineChannel } from '#core/channel/definition';
import type { Delivery, DeliveryOutcome } from '#core/channel/delivery';
import type { StoredEnvelope } from '#core/channel/envelope';
import type { Normalised } from '#core/channel/normalised';
import type { Reception, WebhookRequest } from '#core/channel/webhook';
import { invalidInput } from '#core/error/problem';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import { parseJson } from '#core/text/parse-json';
import { textLength } from '#core/text/text-units';

/** A channel in memory whose sends a test may script; it passes the same contract as real ones. */
export interface FakeChannel {
  readonly definition: ChannelDefinition;
  /** Deliveries that the fake provider holds, first of each key, oldest first. */
  readonly accepted: readonly Delivery[];
  /** Every call of `send`, repeats and failures included. */
  readonly calls: readonly Delivery[];
  /** Decides what becomes of a send; null: it is sent. `unknown` is accepted and not answered. */
  script(outcomeOf: (delivery: Delivery) => DeliveryOutcome | null): void;
}

export interface FakeEvent {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly automatic?: boolean;
}

export const fakeCapabilities: ChannelCapabilities = {
  textLimit: { max: 500, unit: 'characters' },
  audience: 'private',
  grouping: 'conversation',
  awaitsRegistration: false,
  receipts: 'none',
  idempotency: 'key',
  absence: 'proof',
  attachments: { inbound: false, outbound: false },
  acknowledges: true,
  consent: 'none',
};

const fakeSettings = z.strictObject({ token: z.string().min(8).meta({ secret: true }) });

export function fakeChannel(capabilities: Partial<ChannelCapabilities> = {}): FakeChannel {
  const provider = new FakeProvider({ ...fakeCapabilities, ...capabilities });
  const definition = defineChannel({
    code: 'fake',
    title: 'Fake',
    summary: 'A channel in memory, for tests.',
    capabilities: provider.capabilities,
    settings: fakeSettings,
    create: ({ token }, tools) => provider.adapter(token, tools),
  });
  return {
    definition,
    accepted: provider.accepted,
    calls: provider.calls,
    script: (outcomeOf) => void (provider.outcomeOf = outcomeOf),
  };
}

class FakeProvider {
  readonly accepted: Delivery[] = [];
  readonly calls: Delivery[] = [];
  outcomeOf: (delivery: Delivery) => DeliveryOutcome | null = () => null;

  constructor(readonly capabilities: ChannelCapabilities) {}

  adapter(token: string, tools: ChannelTools): ChannelAdapter {
    return {
      receive: (request) => Promise.resolve(receive(request, token, tools)),
      normalise,
      send: (delivery, signal) => Promise.resolve(this.send(delivery, signal)),
      findSent: ({ idempotencyKey }) =>
        Promise.resolve(
          this.accepted.some((held) => held.idempotencyKey === idempotencyKey)
            ? { kind: 'found', providerId: idempotencyKey }
            : { kind: 'absent' },
        ),
    };
  }

  private send(delivery: Delivery, signal: AbortSignal): DeliveryOutcome {
    this.calls.push(delivery);
    const { max, unit } = this.capabilities.textLimit;
    if (textLength(delivery.text, unit) > max) {
      return { kind: 'not-sent', failure: { kind: 'rejected', reason: 'text too long' } };
    }
    if (signal.aborted) {
      return { kind: 'not-sent', failure: { kind: 'transient', reason: 'cut off' } };
    }
    const outcome = this.outcomeOf(delivery);
    if (outcome?.kind === 'not-sent') return outcome;
    const { idempotencyKey } = delivery;
    const held = this.accepted.some((other) => other.idempotencyKey === idempotencyKey);
    if (!held) this.accepted.push(delivery);
    return outcome ?? { kind: 'sent', providerId: idempotencyKey };
  }
}

function receive(request: WebhookRequest, token: string, tools: ChannelTools): Reception {
  const given = Buffer.from(request.headers['fake-token'] ?? '');
  const wanted = Buffer.from(token);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    const detail = 'Send the token of this account as fake-token.';
    return { kind: 'refused', problem: { code: 'unauthenticated', title: 'Wrong token', detail } };
  }
  const event = readEvent(request.rawBody);
  if (event === null) {
    return { kind: 'refused', problem: invalidInput([{ field: '', message: 'Send one event.' }]) };
  }
  const envelope = {
    dedupeKey: dedupeKeyOf(tools.account.id, event.id),
    identityKey: identityKeyOf(tools.account.id, event.from),
    providerId: event.id,
    contentType: 'application/json',
    raw: request.rawBody,
  };
  const answer = { status: 200, contentType: 'text/plain', body: '' };
  return { kind: 'accepted', envelopes: [envelope], answer };
}

function normalise({ raw, identityKey }: StoredEnvelope): Normalised {
  const event = readEvent(raw);
  const address = event?.from ?? identityKey.toString('hex');
  return {
    kind: 'message',
    sender: { kind: 'fake', address, authentic: true },
    text: event?.text ?? '[An event that cannot be shown.]',
    occurredAt: null,
    channelRef: address,
    externalId: event?.id ?? null,
    evidence: { signedReferences: [], repliesTo: [] },
    attachments: [],
    automatic: event?.automatic ?? false,
  };
}

const eventSchema = z.object({
  id: z.string().min(1).max(100),
  from: z
    .string()
    .min(1)
    .max(80)
    .regex(/^[^\0\p{Surrogate}]+$/u),
  text: z.string(),
  automatic: z.boolean().optional(),
});

function readEvent(raw: Buffer): z.output<typeof eventSchema> | null {
  const json = parseJson(raw);
  return json.kind === 'json' ? (eventSchema.safeParse(json.value).data ?? null) : null;
}

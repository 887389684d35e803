import { defaultPacing, type LiveAccount } from '#core/account/channel-accounts';
import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelCapabilities } from '#core/channel/capabilities';
import type { DeliveryOutcome } from '#core/channel/delivery';
import type { InboundEnvelope } from '#core/channel/envelope';
import type { Normalised, NormalisedMessage } from '#core/channel/normalised';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';

export const fakeCapabilities: ChannelCapabilities = {
  textLimit: { max: 1_600, unit: 'characters' },
  audience: 'private',
  grouping: 'conversation',
  awaitsRegistration: false,
  receipts: 'delivered',
  idempotency: 'none',
  absence: 'proof',
  attachments: { inbound: true, outbound: false },
  acknowledges: true,
  consent: 'none',
};

export const fakeAccountId = '00000000-0000-7000-8000-00000000acc1' as ChannelAccountId;

/** What a test leaves unsaid about a message. */
export type SaidMessage = Partial<Omit<NormalisedMessage, 'kind' | 'sender'>> & {
  readonly sender?: Partial<NormalisedMessage['sender']>;
};

export function fakeMessage(said: SaidMessage = {}): NormalisedMessage {
  return {
    text: 'The street light at Oak and 3rd is out.',
    occurredAt: null,
    channelRef: 'thread-1',
    externalId: null,
    evidence: { signedReferences: [], repliesTo: [] },
    attachments: [],
    automatic: false,
    ...said,
    kind: 'message',
    sender: { kind: 'phone', address: '+12025550101', authentic: true, ...said.sender },
  };
}

let lastEvent = 0;

/** An envelope whose raw bytes are what the fake channel's `normalise` will answer. */
export function fakeEnvelope(normalised: Normalised, eventId?: string): InboundEnvelope {
  lastEvent += 1;
  const id = eventId ?? `event-${String(lastEvent)}`;
  const identity = normalised.kind === 'message' ? normalised.sender.address : 'callback';
  return {
    dedupeKey: dedupeKeyOf(fakeAccountId, id),
    identityKey: identityKeyOf(fakeAccountId, identity),
    providerId: id,
    contentType: 'application/json',
    raw: Buffer.from(JSON.stringify(normalised)),
  };
}

/** Sends into an array; understands envelopes made by `fakeEnvelope`, throws for any other. */
export function fakeAdapter(
  send: ChannelAdapter['send'] = () =>
    Promise.resolve<DeliveryOutcome>({ kind: 'sent', providerId: 'accepted' }),
): ChannelAdapter {
  return { normalise: ({ raw }) => JSON.parse(raw.toString('utf8')) as Normalised, send };
}

export function fakeAccount(changes: Partial<LiveAccount> = {}): LiveAccount {
  return {
    id: fakeAccountId,
    code: 'fake',
    title: 'Fake',
    channel: 'fake',
    enabled: true,
    capabilities: fakeCapabilities,
    adapter: fakeAdapter(),
    pacing: defaultPacing,
    ...changes,
  };
}

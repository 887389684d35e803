import type { Result } from '../error/result.js';
import type { Delivery, DeliveryOutcome, SentLookup } from './delivery.js';
import type { InboundEnvelope, StoredEnvelope } from './envelope.js';
import type { Normalised } from './normalised.js';
import type { TakenCall } from './taken-call.js';
import type { Reception, WebhookRequest } from './webhook.js';

/**
 * One configured account of one channel. Optional functions are capabilities: a channel without
 * `poll` is not polled. An adapter returns values and never calls the core; it holds no state that
 * a restart would miss.
 *
 * Example: a provider that only calls webhooks and has a send API implements `receive`, `normalise`,
 * `send`, and `findSent` when the provider can list what it sent.
 */
export interface ChannelAdapter {
  /** Verify, then cut into envelopes. Must not touch the network or the database. */
  receive?(request: WebhookRequest): Promise<Reception>;

  /** Everything after `cursor` (null: from now on). Envelopes and cursor are committed together. */
  poll?(cursor: string | null, signal: AbortSignal): Promise<Polled>;

  /**
   * Makes an envelope of a call that staff took. A channel with this function is the town's phone log:
   * people of the town write into it, and no address of the network does.
   */
  enterCall?(call: TakenCall): Result<InboundEnvelope>;
  /**
   * What is too heavy or too dangerous for this process: done ahead of the registration and outside
   * of its transaction. The value is handed to `normalise` as `parsed`; a rejection quarantines the
   * envelope with its raw bytes.
   */
  parse?(envelope: StoredEnvelope, signal: AbortSignal): Promise<unknown>;

  /** Total and free of I/O: the same envelope, parsed to the same value, always says the same. */
  normalise(envelope: StoredEnvelope, parsed?: unknown): Normalised;

  /** Holds a live connection that only rings, until the signal aborts. */
  watch?(ring: () => void, signal: AbortSignal): Promise<void>;

  /**
   * The bytes of one attachment, within the limits; called after the acknowledgement.
   *
   * @param raw the bytes of the envelope it came with, for channels that carry attachments within.
   */
  fetchMedia?(reference: string, signal: AbortSignal, raw: RawBytes): Promise<FetchedMedia>;

  /** Hourly: refresh tokens, re-arm subscriptions. */
  maintain?(signal: AbortSignal): Promise<void>;

  /** End pools and connections. */
  close?(): Promise<void>;

  /**
   * The reference of a message that the town begins by itself, such as an alert to its own people;
   * null when this account cannot begin one at such an address.
   */
  addressTo?(recipient: Recipient, subject: string): string | null;

  /** One attempt, carrying the idempotency key; never retries by itself and never throws for an expected failure. */
  send(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome>;

  /** What the provider says it sent, for an attempt whose answer was lost. */
  findSent?(delivery: Delivery, signal: AbortSignal): Promise<SentLookup>;

  /** Whether the account works: credentials, subscription, permissions. Run hourly and from set-up. */
  check?(signal: AbortSignal): Promise<ChannelHealth>;
}

export interface Recipient {
  /** As of contact points, such as `phone`. */
  readonly kind: string;
  readonly address: string;
  readonly name: string | null;
}

export interface Polled {
  readonly envelopes: readonly InboundEnvelope[];
  readonly cursor: string;
  /** True when the provider has more right now. */
  readonly more: boolean;
  /**
   * What is done at the provider once the envelopes are committed, such as marking them as taken.
   * Its failure loses nothing: it is told, and the channel finds what is left to do by itself.
   */
  afterCommit?(signal: AbortSignal): Promise<void>;
}

/** Reads the stored bytes; null when they are missing or altered. */
export type RawBytes = () => Promise<Buffer | null>;

export type FetchedMedia =
  | { readonly kind: 'fetched'; readonly bytes: Buffer; readonly contentType: string }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface ChannelHealth {
  readonly healthy: boolean;
  /** One line a step, in the order they were tried, each with the remedy when it failed. */
  readonly steps: readonly {
    readonly step: string;
    readonly passed: boolean;
    readonly detail: string;
  }[];
}

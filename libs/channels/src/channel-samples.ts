import type { ChannelTools } from '#core/channel/definition';
import type { DeliveryFailure } from '#core/channel/delivery';
import type { WebhookRequest } from '#core/channel/webhook';
import type { OutboxEntryId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

/**
 * Genuine examples of a channel's own traffic: what the contract suite must see to judge it. Each
 * channel exports one as `samples` from its `samples.ts`; nothing that runs in a town imports it.
 */
export interface ChannelSamples {
  /** Golden pairs named by the quirk they guard: `quirk.raw` and `quirk.expected.json`. */
  readonly fixtures: URL;
  /** Settings that a person may get wrong, with the dotted path that the refusal must name. */
  readonly wrongSettings: readonly { readonly settings: unknown; readonly field: string }[];
  /** Null for a channel that is only polled. */
  readonly inbound: InboundSamples | null;
  /** Opens the provider's side. `folder` is empty and writable; it is removed afterwards. */
  open(folder: string): Promise<OpenProvider>;
}

export interface InboundSamples {
  /** The header that proves where a request comes from; null for a door that is open to everybody. */
  readonly signatureHeader: string | null;
  /** Any bytes, sent as genuinely as the provider sends its own. */
  around(body: Buffer, at: Instant): WebhookRequest;
  /** The body of one event. */
  body(event: SampleEvent, tools: ChannelTools): Buffer;
  /** Whether what is shown is what was written; absent: when they are equal to the letter. */
  sameWords?(written: string, shown: string): boolean;
}

export interface SampleEvent {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly at: Instant;
}

export interface OpenProvider {
  /** Settings of an account at this provider, complete enough for every function. */
  readonly settings: unknown;
  /** Somebody who can be reached. */
  readonly channelRef: string;
  /** Addresses at which sending fails, and as what. */
  readonly refusals: readonly {
    readonly channelRef: string;
    readonly outcome: DeliveryFailure['kind'] | 'unknown';
  }[];
  /**
   * How many messages the provider holds under a key; `own-page` where sending is publishing on a
   * page of ours, so that the approved words are the message.
   */
  readonly accepted: 'own-page' | ((key: OutboxEntryId) => Promise<number>);
  /**
   * The bytes of the files that came with a message, in their order; for channels that carry files
   * to a provider.
   */
  filesOf?(key: OutboxEntryId): Promise<readonly Buffer[]>;
  /** Puts an event where `poll` finds it; absent for a channel that is not polled. */
  deliver?(event: SampleEvent): Promise<void>;
  close(): Promise<void>;
}

import type { OutboxEntryId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** One message on its way out, as the adapter sees it. */
export interface Delivery {
  /** Stays the same over all attempts: the provider's idempotency key where it takes one. */
  readonly idempotencyKey: OutboxEntryId;
  readonly attempt: number;
  readonly channelRef: string;
  readonly text: string;
  /** Empty for an alert that is about no request. */
  readonly requestNumber: string;
  readonly kind: OutboundKind;
  /**
   * Files that go with the words, read for `send` where the capability `attachments.outbound` says
   * that the channel takes them; `findSent` knows a message by its key and is given none.
   */
  readonly attachments: readonly OutgoingAttachment[];
  /** When the approved words were put into the outbox: `findSent` looks from here on. */
  readonly createdAt: Instant;
  /** Of the request's citizen, as a BCP 47 tag; null for what is about no request. */
  readonly language: string | null;
  /**
   * What the citizen wrote last on the request by this account: some providers take an answer for a
   * while after it only. Null when they wrote by another way.
   */
  readonly lastInbound: LastInbound | null;
}

export interface LastInbound {
  /** As `normalise` named it. */
  readonly externalId: string | null;
  readonly occurredAt: Instant;
}

export interface OutgoingAttachment {
  /** Without folders and unseen characters. */
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** What goes to people of the town; citizens never see it. */
export const staffKinds = ['emergency-page', 'alert'] as const;

export type OutboundKind = (typeof staffKinds)[number] | 'reply' | 'status' | 'acknowledgement';

export function goesToStaff(kind: OutboundKind): boolean {
  return staffKinds.some((staffKind) => staffKind === kind);
}

/**
 * What became of one attempt. `unknown` means that bytes left and no answer came (time-out, reset,
 * 5xx after the request was written); it is never sent again without evidence.
 */
export type DeliveryOutcome =
  | { readonly kind: 'sent'; readonly providerId: string }
  | { readonly kind: 'not-sent'; readonly failure: DeliveryFailure }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Why nothing was sent. Each adapter has one pure classifier from its provider's errors to these. */
export type DeliveryFailure =
  | { readonly kind: 'transient'; readonly reason: string }
  | {
      readonly kind: 'rate-limited';
      readonly retryAt: Instant | null;
      readonly reason: string;
      /** Only this citizen has been written to too often: the others are not kept waiting. */
      readonly onlyRecipient?: true;
    }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unauthorised'; readonly reason: string }
  | { readonly kind: 'window-closed'; readonly reason: string }
  | { readonly kind: 'opted-out'; readonly reason: string }
  | { readonly kind: 'recipient-gone'; readonly reason: string };

/** What the provider's own list of sent messages says about a delivery. */
export type SentLookup =
  | {
      readonly kind: 'found';
      readonly providerId: string;
      /** More of the same words to the same person, oldest first: it may be any of them that nobody else’s is. */
      readonly others?: readonly string[];
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unavailable'; readonly reason: string };

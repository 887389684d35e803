import type { EmergencyKind } from '../emergency/emergency-kind.js';
import type { StaffId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/**
 * What an envelope says, in the town's terms. A closed union: an event of an unknown kind becomes a
 * message with a placeholder text, never an exception.
 */
export type Normalised = NormalisedMessage | DeliveryReceipt | Ignored;

export interface NormalisedMessage {
  readonly kind: 'message';
  readonly sender: SenderAddress;
  readonly text: string;
  /** A short title where the channel has one; else the first line of the text is used. */
  readonly subject?: string;
  /** When the provider says it was written; null when it does not say. */
  readonly occurredAt: Instant | null;
  /** Where an answer goes. Opaque to the core: handed back unchanged to `send`. */
  readonly channelRef: string;
  /** The provider's id of this message, which later messages may refer to. */
  readonly externalId: string | null;
  readonly evidence: Evidence;
  readonly attachments: readonly AttachmentReference[];
  /** Written by a program (RFC 3834 and its relatives): kept, but never acknowledged. */
  readonly automatic: boolean;
  /** Language the citizen stated, as a BCP 47 tag. */
  readonly language?: string;
  readonly serviceCode?: string;
  /**
   * False when the account sends nothing to this address, such as a number of a country that it does
   * not serve: no automatic text is tried. Absent: true.
   */
  readonly answerable?: boolean;
  /** What the citizen chose as an emergency, where the channel offers that: heard like their words. */
  readonly emergency?: EmergencyKind;
  /** Who of the town wrote it down for the citizen: named in the audit. */
  readonly enteredBy?: StaffId;
  /** The provider has heard the words of consent and answered them: recorded here, not confirmed again. */
  readonly consentHandled?: boolean;
}

export interface SenderAddress {
  /** The kind of address, shared by channels that reach the same one, as `phone`. */
  readonly kind: string;
  /** Canonical form; equal addresses are equal text. At most 255 bytes. */
  readonly address: string;
  readonly displayName?: string;
  /** False when the channel checked the sender and the check failed: then nothing is joined or disclosed. */
  readonly authentic: boolean;
  /** Other ways to reach the same person, as they claim; unverified. */
  readonly claims?: readonly { readonly kind: string; readonly address: string }[];
}

/** What connects a message with an earlier request, strongest first. The words are read by the core. */
export interface Evidence {
  /** Tokens of links that we signed. */
  readonly signedReferences: readonly string[];
  /** Tokens of reply addresses and message ids that we signed; see `reply-tokens.ts`. */
  readonly replyTokens?: readonly string[];
  /** Ids of earlier messages this one answers. */
  readonly repliesTo: readonly string[];
}

export interface AttachmentReference {
  /** Handed back unchanged to `fetchMedia`. */
  readonly reference: string;
  readonly filename: string | null;
  readonly contentType: string;
}

export interface DeliveryReceipt {
  readonly kind: 'receipt';
  /** The provider's id, as `send` returned it. */
  readonly providerId: string;
  readonly status: 'delivered' | 'read' | 'failed';
  readonly occurredAt: Instant | null;
  readonly reason?: string;
  /** The address will never take a message: nothing more should be sent to it. */
  readonly addressGone?: boolean;
  /** The address has asked the provider for no more messages: as if it had told us. */
  readonly optedOut?: boolean;
  /** The provider takes no answer so late after the citizen's last message. */
  readonly windowClosed?: boolean;
  /** It may arrive at another time: the citizen's device was off, or the provider knows no reason. */
  readonly tryAgain?: 'out-of-reach' | 'unexplained';
}

export interface Ignored {
  readonly kind: 'ignored';
  /** A stable word such as `own-echo`, at most 100 characters. */
  readonly reason: string;
}

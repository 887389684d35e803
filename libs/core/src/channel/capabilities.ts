import type { TextUnit } from '../text/text-units.js';

/**
 * What a channel can and cannot do, as data. The core fits messages to it, the reply form and the
 * documentation are generated from it, and the contract suite demands exactly what it claims.
 */
export interface ChannelCapabilities {
  /** Longest text of one outgoing message. */
  readonly textLimit: { readonly max: number; readonly unit: TextUnit };
  /** Who can read what is sent: everybody, or the addressee. */
  readonly audience: 'public' | 'private';
  /**
   * `conversation`: messages of one sender belong together until the request is closed or idle.
   * `separate`: every message that brings no evidence is a request of its own.
   */
  readonly grouping: 'conversation' | 'separate';
  /** One of our own doors: the answer waits for the registration, so that the number is shown at once. */
  readonly awaitsRegistration: boolean;
  /** `delivered`: the provider reports later whether the message arrived. */
  readonly receipts: 'none' | 'delivered';
  /** `key`: the provider drops a second send with the same key. */
  readonly idempotency: 'none' | 'key';
  readonly attachments: { readonly inbound: boolean; readonly outbound: boolean };
  /** Whether new requests are acknowledged automatically. */
  readonly acknowledges: boolean;
}

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
  /**
   * `delivered`: the provider reports later whether the message arrived. `failures`: it reports what
   * did not arrive, and is silent about the rest.
   */
  readonly receipts: 'none' | 'failures' | 'delivered';
  /** `key`: the provider drops a second send with the same key. */
  readonly idempotency: 'none' | 'key';
  /**
   * What it means when the provider's list does not show a message whose answer was lost: a `proof`
   * that it was not sent, so that it is sent once more; or a `hint`, because the list may lag by
   * hours: then it is looked for again, and only a person sends anew.
   */
  readonly absence: 'proof' | 'hint';
  readonly attachments: { readonly inbound: boolean; readonly outbound: boolean };
  /**
   * For each kind of address that is given out in blocks, how many of its first characters name the
   * block: all addresses of one block together get a bounded number of automatic texts.
   */
  readonly addressBlocks?: Readonly<Record<string, number>>;
  /** Whether new requests are acknowledged automatically. */
  readonly acknowledges: boolean;
  /**
   * `keywords`: the law lets citizens end and begin messages with words such as STOP and START. The
   * core hears them in what arrives, and the first text to an address says who writes and how to end it.
   */
  readonly consent: 'none' | 'keywords';
  /**
   * Whom `send` reaches; absent: everybody. `staff`: the town's own people, by pages and alerts;
   * `nobody`: there is no way back. An answer to a citizen is then refused as `window-closed`, so
   * that it takes another way.
   */
  readonly reaches?: 'staff' | 'nobody';
}

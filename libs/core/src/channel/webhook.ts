import type { Problem } from '../error/problem.js';
import type { Registered } from '../intake/envelope-outcome.js';
import type { Instant } from '../time/instant.js';
import type { InboundEnvelope } from './envelope.js';

/** An HTTP request exactly as it arrived. Header names are lower case; repeated ones are joined by ', '. */
export interface WebhookRequest {
  readonly method: 'GET' | 'POST';
  /** Query string without '?', as received: some providers sign it to the character. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
  readonly receivedAt: Instant;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What an adapter makes of a request. Signatures are checked on the raw bytes before anything is parsed. */
export type Reception =
  /** Not ours, forged or malformed: nothing is stored. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** A handshake: answered from memory, nothing is stored. */
  | { readonly kind: 'answered'; readonly answer: WebhookAnswer }
  /** Stored, committed, and only then answered. */
  | {
      readonly kind: 'accepted';
      readonly envelopes: readonly InboundEnvelope[];
      readonly answer: WebhookAnswer;
    }
  /** One of our own doors: stored, registered, and answered with what became of it. */
  | {
      readonly kind: 'awaited';
      readonly envelope: InboundEnvelope;
      readonly answer: (registered: Registered | 'pending') => WebhookAnswer;
    };

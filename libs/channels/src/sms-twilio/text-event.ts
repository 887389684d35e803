import type { Instant } from '#core/time/instant';

/** What the provider tells us of, as far as we use it. */
export type TextEvent = TextMessage | StatusChange | OtherEvent;

export interface TextMessage {
  readonly kind: 'message';
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly MediaItem[];
  /** The provider has recognised STOP, START or HELP and answered it (Advanced Opt-Out). */
  readonly optOutAnswered: boolean;
  readonly sentAt: Instant | null;
}

export interface MediaItem {
  readonly url: string;
  readonly contentType: string;
}

export interface StatusChange {
  readonly kind: 'status';
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly errorCode: number | null;
}

/** Genuine, but of a kind that we do not know: a person sees that it came. */
export interface OtherEvent {
  readonly kind: 'other';
}

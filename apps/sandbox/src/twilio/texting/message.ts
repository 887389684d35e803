import { SegmentedMessage } from 'sms-segments-calculator';
import { z } from 'zod';

export const messageStatus = z.enum([
  ...['accepted', 'queued', 'sent', 'delivered', 'undelivered', 'received'],
] as const);
export type MessageStatus = z.output<typeof messageStatus>;

/** How a text came to be: a citizen wrote it, the town sent it, or the provider answered by itself. */
export const direction = z.enum(['inbound', 'outbound-api', 'outbound-reply']);

/** What became of a citizen's text on its way to the town. */
export type Way =
  | { readonly kind: 'on-its-way' }
  | { readonly kind: 'arrived' }
  /** Nobody called the town, or it did not take it: the provider does not come again. */
  | { readonly kind: 'missed'; readonly reason: string };

export interface Message {
  readonly sid: string;
  /** Its line of the ledger. */
  readonly lineId: string;
  readonly accountSid: string;
  readonly direction: z.output<typeof direction>;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly numMedia: number;
  readonly serviceSid: string | null;
  readonly statusCallback: string | null;
  readonly createdAt: number;
  status: MessageStatus;
  errorCode: number | null;
  updatedAt: number;
  way: Way;
}

export interface Media {
  readonly sid: string;
  readonly accountSid: string;
  readonly messageSid: string;
  readonly contentType: string;
  readonly createdAt: number;
  /** Null once it was too long ago. */
  bytes: Buffer | null;
}

/** A picture message is one piece however long its words are. */
export function segmentsOf({ body, numMedia }: Pick<Message, 'body' | 'numMedia'>): number {
  return numMedia > 0 ? 1 : Math.max(1, new SegmentedMessage(body, 'auto').segmentsCount);
}

/** Of the two, the citizen. */
export function citizenOf({ direction: way, from, to }: Message): string {
  return way === 'inbound' ? from : to;
}

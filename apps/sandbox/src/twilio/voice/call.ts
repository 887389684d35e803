import type { SpokenLine, Waiting } from './listen.js';

export const callStatuses = [
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
] as const;
export type CallStatus = (typeof callStatuses)[number];

/** A call as the provider knows it; what is said on it is known to this process alone. */
export interface Call {
  readonly sid: string;
  readonly accountSid: string;
  /** Of the line of the ledger that began it. */
  readonly lineId: string;
  readonly direction: 'inbound' | 'outbound-api';
  readonly from: string;
  readonly to: string;
  readonly twiml: string | null;
  readonly statusCallback: string | null;
  readonly createdAt: number;
  status: CallStatus;
  updatedAt: number;
  readonly heard: SpokenLine[];
  waiting: Waiting;
}

export interface Recording {
  readonly sid: string;
  readonly accountSid: string;
  readonly callSid: string;
  readonly createdAt: number;
  readonly seconds: number;
  readonly bytes: Buffer;
}

export function isOver({ status }: Call): boolean {
  return status === 'completed' || status === 'busy' || status === 'no-answer';
}

/** The phone that is not the town's. */
export function otherPhoneOf({ direction, from, to }: Call): string {
  return direction === 'inbound' ? from : to;
}

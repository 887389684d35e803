import { z } from 'zod';

import type { LedgerLine } from '../../ledger.js';
import { direction, messageStatus } from './message.js';

/** What the ledger knows of texts, one kind of line each. */
const messageFacts = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('text'),
    account: z.string(),
    sid: z.string(),
    direction,
    from: z.string(),
    to: z.string(),
    body: z.string(),
    /** SHA-256 of the body, in hex. */
    bodyHash: z.string(),
    numMedia: z.number(),
    service: z.string().nullable(),
    statusCallback: z.string().nullable(),
    createdAt: z.iso.datetime(),
    /** What a word of the citizen meant to the provider. */
    optOutType: z.enum(['STOP', 'START', 'HELP']).nullable(),
  }),
  z.object({
    what: z.literal('media'),
    account: z.string(),
    sid: z.string(),
    message: z.string(),
    contentType: z.string(),
  }),
  z.object({
    what: z.literal('status'),
    sid: z.string(),
    status: messageStatus,
    errorCode: z.number().nullable(),
  }),
  z.object({
    what: z.literal('refusal'),
    to: z.string(),
    code: z.number(),
    httpStatus: z.number(),
    words: z.string(),
  }),
  z.object({ what: z.literal('way'), sid: z.string(), missed: z.string().nullable() }),
]);

export type MessageFacts = z.output<typeof messageFacts>;
export type TextFacts = Extract<MessageFacts, { readonly what: 'text' }>;

/** Null for lines about anything else. */
export function messageFactsOf({ facts }: LedgerLine): MessageFacts | null {
  const read = messageFacts.safeParse(facts);
  return read.success ? read.data : null;
}

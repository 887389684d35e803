import { z } from 'zod';

import type { MessageId, OutboxEntryId } from '#core/identity/ids';
import { MAX_HOLD_SECONDS } from '#core/reply/reply-to-request';
import { closeReasonCodes } from '#core/request/status';

const MAX_TEXT = 100_000;
const MAX_SENTENCE = 2_000;
const DEFAULT_PAGE = 50;
const MAX_PAGE = 200;

/** Words of people: neither null bytes nor halves of characters, which no database keeps. */
const words = (max: number) =>
  z
    .string()
    .max(max, `is longer than ${max} characters; shorten it`)
    .refine((text) => !/[\0\p{Surrogate}]/u.test(text), {
      error: 'has characters that are no text (null bytes, halves of characters); take them out',
    });

const someWords = (max: number) =>
  words(max).refine((text) => text.trim() !== '', { error: 'is empty; write something' });

const id = z.uuid('is not an id; take it from the timeline of the request');
const accountCode = z
  .string()
  .max(40, 'is longer than 40 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'takes a-z, 0-9 and dashes');

export const streamInput = z.strictObject({
  status: z.enum(['open', 'closed']).default('open'),
  after: z.string().max(100).optional().meta({ description: 'The `next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
});

export const replyInput = z.strictObject({
  text: someWords(MAX_TEXT),
  seenUpTo: id
    .transform((value) => value as MessageId)
    .nullish()
    .meta({ description: 'The newest message that was read; a newer one stops the reply.' }),
  holdSeconds: z.int().min(0).max(MAX_HOLD_SECONDS).default(0),
});

export const noteInput = z.strictObject({ text: someWords(MAX_TEXT) });

export const closeInput = z.strictObject({
  reason: z.enum(closeReasonCodes),
  sentence: someWords(MAX_SENTENCE),
});

/** A message's id, or the outbox entry's for automatic texts. */
export const outgoingId = id.transform((value) => value as MessageId | OutboxEntryId);

export const newAccountInput = z.strictObject({
  channel: z.string().max(40),
  code: accountCode,
  title: someWords(200),
  settings: z.record(z.string(), z.unknown()).default({}),
});

export const accountChangeInput = z
  .strictObject({
    title: someWords(200).optional(),
    enabled: z.boolean().optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, {
    error: 'names nothing to change; give title, enabled or settings',
  });

export const idempotencyKeyInput = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'takes 1 to 200 letters, digits and signs without blanks');

/** For routes that take no body: an absent or empty one. */
export const emptyInput = z.strictObject({});

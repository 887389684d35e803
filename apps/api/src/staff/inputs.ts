import { z } from 'zod';

import type { AttachmentId, EnvelopeId, MessageId, OutboxEntryId } from '#core/identity/ids';
import { callOutcomes } from '#core/reply/log-call';
import { MAX_OUTGOING_FILES } from '#core/reply/outgoing-files';
import { MAX_HOLD_SECONDS } from '#core/reply/reply-to-request';
import { breachReasons, closeReasonCodes } from '#core/request/status';

const MAX_TEXT = 100_000;
const MAX_FILE_NAME = 255;
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

/** Words that say something. */
export const someWords = (max: number) =>
  words(max).refine((text) => text.trim() !== '', { error: 'is empty; write something' });

const id = z.uuid('is not an id; take it from the timeline of the request');
const accountCode = z
  .string()
  .max(40, 'is longer than 40 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'takes a-z, 0-9 and dashes');

export const streamInput = z.strictObject({
  status: z.enum(['open', 'closed', 'undelivered']).default('open').meta({
    description: '`undelivered`: with an answer that reached nobody, open or closed.',
  }),
  after: z.string().max(100).optional().meta({ description: 'The `next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
});

const attachedFile = z
  .strictObject({
    filename: someWords(MAX_FILE_NAME),
    contentType: z
      .string()
      .regex(
        /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,100}$/,
        'is not a media type such as application/pdf',
      ),
    content: z
      .string()
      .refine((text) => text !== '', 'is empty; attach a file that has bytes')
      .refine(isBase64, 'is not base64 (RFC 4648 §4, with its padding)'),
  })
  .transform(({ content, ...named }) => ({ ...named, bytes: Buffer.from(content, 'base64') }));

export const replyInput = z.strictObject({
  text: someWords(MAX_TEXT),
  seenUpTo: id
    .transform((value) => value as MessageId)
    .nullish()
    .meta({ description: 'The newest message that was read; a newer one stops the reply.' }),
  holdSeconds: z.int().min(0).max(MAX_HOLD_SECONDS).default(0),
  asksCitizen: z.boolean().optional().meta({
    description: 'A question: from when it has arrived, the request waits for the citizen.',
  }),
  attachments: z
    .array(attachedFile)
    .max(
      MAX_OUTGOING_FILES,
      `are more than ${MAX_OUTGOING_FILES}; send the others with a second answer`,
    )
    .default([])
    .meta({ description: 'Where the channel carries files; together at most 10 MiB decoded.' }),
});

export const noteInput = z.strictObject({ text: someWords(MAX_TEXT) });

export const callInput = z.strictObject({
  outcome: z.enum(callOutcomes, `must be one of ${callOutcomes.join(', ')}`),
  spokeTo: someWords(200).optional(),
  at: z.iso
    .datetime({ offset: true, error: 'must be a time, as 2026-11-23T21:10:00-05:00' })
    .optional()
    .meta({ description: 'When it took place; now, when nothing is said.' }),
  text: someWords(MAX_TEXT),
});

export const closeInput = z.strictObject({
  reason: z.enum(closeReasonCodes),
  sentence: someWords(MAX_SENTENCE),
  breachReason: z
    .enum(breachReasons, `must be one of ${breachReasons.join(', ')}`)
    .optional()
    .meta({ description: 'Demanded where a promise on the request was not kept.' }),
});

export const messageId = id.transform((value) => value as MessageId);
export const attachmentId = id.transform((value) => value as AttachmentId);
export const envelopeId = z.coerce
  .number('is not the number of an envelope')
  .int('is not the number of an envelope')
  .min(1, 'is not the number of an envelope')
  .transform((value) => value as EnvelopeId);

export const quarantineInput = z.strictObject({
  before: envelopeId.optional().meta({ description: 'The `next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
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

/** Node's decoder takes anything; what it gives back tells whether it was base64. */
function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

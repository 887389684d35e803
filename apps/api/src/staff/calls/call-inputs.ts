import { z } from 'zod';

import { type CloseReason, closeReasonCodes } from '#core/request/status';

import { someWords } from '../inputs.js';

const MAX_SUMMARY = 20_000;
const MAX_ANSWER = 2_000;
const ANONYMOUS = 'anonymous';
const usualReason: CloseReason = 'question_answered';

/** A call that was taken: what `call log` sends. */
export const takenCallInput = z
  .strictObject({
    number: someWords(40)
      .transform((number) => (number.trim().toLowerCase() === ANONYMOUS ? null : number))
      .meta({ description: 'Of the caller, or `anonymous`.' }),
    dialled: z
      .string()
      .regex(/^[\d\s+().-]{1,40}$/, 'is no phone number; write it in digits, as 311')
      .optional()
      .meta({ description: 'The number of the town that was called.' }),
    startedAt: z.iso
      .datetime({ offset: true, error: 'must be a time, as 2026-11-23T21:10:00-05:00' })
      .optional()
      .meta({ description: 'When the call began; now, when nothing is said.' }),
    summary: someWords(MAX_SUMMARY),
    service: someWords(64).optional(),
    place: someWords(500).optional(),
    language: z.enum(['en', 'es'], 'must be en or es').optional(),
    name: someWords(200).optional(),
    answer: someWords(MAX_ANSWER)
      .optional()
      .meta({ description: 'What the caller was told, where it answered them: it closes.' }),
    reason: z
      .enum(closeReasonCodes, `must be one of ${closeReasonCodes.join(', ')}`)
      .optional()
      .meta({ description: `Why it closes; ${usualReason}, when nothing is said.` }),
  })
  .refine(({ answer, reason }) => reason === undefined || answer !== undefined, {
    path: ['reason'],
    error: 'belongs to an answer: write what the caller was told, or leave it out',
  })
  .transform(({ answer, reason, service, ...call }) => ({
    ...call,
    serviceCode: service,
    ...(answer !== undefined && { answered: { answer, reason: reason ?? usualReason } }),
  }));

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { invalidInput } from '#core/error/problem';

import { ProblemException } from '../http/problem-exception.js';
import { idempotencyKeyInput } from './inputs.js';

/** The Idempotency-Key header, checked; null when none came. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  const read = idempotencyKeyInput.safeParse(key);
  if (read.success) return read.data;
  const message = read.error.issues[0]?.message ?? 'is not usable';
  throw new ProblemException(invalidInput([{ field: 'Idempotency-Key', message }]));
});

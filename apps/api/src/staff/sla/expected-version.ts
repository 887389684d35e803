import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { invalidInput } from '#core/error/problem';

import { ProblemException } from '../../http/problem-exception.js';
import { versionInput } from './sla-inputs.js';

/** The version in the If-Match header: whoever changes something says what they read. */
export const ExpectedVersion = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const read = versionInput.safeParse(headers['if-match']);
  if (read.success) return read.data;
  const message = read.error.issues[0]?.message ?? 'is not usable';
  throw new ProblemException(invalidInput([{ field: 'If-Match', message }]));
});

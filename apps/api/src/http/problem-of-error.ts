import { HttpException } from '@nestjs/common';

import type { Problem, ProblemCode } from '#core/error/problem';
import { StoreConflict, StoreUnavailable } from '#core/error/store-errors';

import { ProblemException } from './problem-exception.js';

/** What an error means to the caller; null for a bug. */
export function problemOfError(error: unknown): Problem | null {
  if (error instanceof ProblemException) return error.problem;
  if (error instanceof StoreUnavailable || error instanceof StoreConflict) return databaseAway;
  const status = statusOf(error);
  return status === null ? null : (httpProblems[status] ?? null);
}

/** Refusals of Fastify and Nest themselves carry a status and nothing worth repeating. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

const databaseAway: Problem = {
  code: 'unavailable',
  title: 'The town cannot reach its database',
  detail: 'Nothing was saved. Try again in a few seconds.',
};

function problem(code: ProblemCode, title: string, detail: string): Problem {
  return { code, title, detail };
}

const httpProblems: Readonly<Record<number, Problem>> = {
  400: problem(
    'invalid-input',
    'The request cannot be read',
    'Check the address, the headers and the length of the body.',
  ),
  401: problem(
    'unauthenticated',
    'A key is needed',
    'Send Authorization: Bearer and your API key.',
  ),
  403: problem('forbidden', 'Not allowed', 'Ask an administrator for the role that this needs.'),
  404: problem('not-found', 'There is nothing here', 'Check the address.'),
  405: problem('not-found', 'There is nothing here', 'Check the address and the method.'),
  413: problem(
    'too-large',
    'The body is too large',
    'Send at most 1 MiB, 25 MiB to a webhook, or 10 MiB of attachments with an answer.',
  ),
  414: problem('invalid-input', 'The address is too long', 'Shorten it.'),
  415: problem(
    'unsupported-media-type',
    'This kind of content cannot be read',
    'Send JSON with Content-Type: application/json.',
  ),
  429: problem('too-many-requests', 'Too many requests', 'Wait a minute, then go on.'),
  503: databaseAway,
};

import { z } from 'zod';

import type { Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';

const problemDetails = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string().default(''),
  faults: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

/** What an answer of the staff API means: the parsed body, or the problem it carries (RFC 9457). */
export function resultOfAnswer(status: number, body: string): Result<unknown> {
  const parsed = parseJson(body);
  if (status >= 200 && status < 300 && parsed !== undefined) return succeeded(parsed);
  const problem = problemDetails.safeParse(parsed);
  return refused(problem.success ? (problem.data as Problem) : notTownline(status));
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body === '' ? 'null' : body);
  } catch {
    return undefined;
  }
}

function notTownline(status: number): Problem {
  return {
    code: 'unavailable',
    title: 'The answer did not come from a town',
    detail: `HTTP ${status} without problem details. Check the address in TOWNLINE_URL and what stands in front of it.`,
  };
}

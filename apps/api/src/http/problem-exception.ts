import { type z } from 'zod';

import { invalidInput, type Problem } from '#core/error/problem';
import type { Result } from '#core/error/result';
import { faultsOf } from '#wiring/accounts/account-faults';

/** Carries an expected refusal to the one place that answers it. */
export class ProblemException extends Error {
  override readonly name = 'ProblemException';
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/** The value, or the refusal for the filter. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new ProblemException(result.problem);
}

/** Checked input; every field at fault is named. */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const read = schema.safeParse(input ?? {});
  if (read.success) return read.data;
  throw new ProblemException(invalidInput(faultsOf(read.error)));
}

import { type z } from 'zod';

import type { FieldFault } from '#core/error/problem';

/** What a schema finds wrong, each fault with the path of its field. */
export function faultsOf(error: z.ZodError, prefix: readonly string[] = []): FieldFault[] {
  return error.issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path.map(String)];
    if (issue.code !== 'unrecognized_keys') {
      return [{ field: path.join('.'), message: issue.message }];
    }
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      message: 'There is no such field; take it out.',
    }));
  });
}

import type { z } from 'zod';

/** One route of the staff API, as its documentation is made from it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch';
  /** Below `/api/v1`, parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: 200 | 201;
  /** Null: a file, whatever its media type. */
  readonly answer: z.ZodType | null;
  /** The same Idempotency-Key makes it happen once. */
  readonly idempotent?: true;
  /** The If-Match header says which version was read. */
  readonly ifMatch?: true;
}
